package io.gatecast.core.spec;

import java.util.List;

/**
 * A static column of names, one input per category. A name that is not among them, or none, is the other category, of which no
 * input is set.
 *
 * @param name name of the column
 * @param categories its categories, at least 1 and at most {@value #MOST}
 */
public record StaticCategory(String name, List<String> categories) implements StaticColumn {
    /** Most categories that are told apart; the rarest beyond are the other category. */
    public static final int MOST = 32;

    public StaticCategory {
        categories = List.copyOf(categories);
        if (categories.isEmpty() || categories.size() > MOST) {
            throw new IllegalArgumentException(
                    "static column " + name + " must have from 1 to " + MOST + " categories, has " + categories.size());
        }
        if (categories.stream().distinct().count() != categories.size()) {
            throw new IllegalArgumentException(
                    "static column " + name + ": categories must differ, were " + categories);
        }
    }

    @Override
    public int size() {
        return categories.size();
    }

    /** Position of the category, or their number for the other one. */
    @Override
    public double code(String text) {
        int index = categories.indexOf(text.trim());
        return index < 0 ? categories.size() : index;
    }

    @Override
    public void write(double code, float[] out, int offset) {
        for (int i = 0; i < categories.size(); i++) {
            out[offset + i] = code == i ? 1f : 0f;
        }
    }
}
