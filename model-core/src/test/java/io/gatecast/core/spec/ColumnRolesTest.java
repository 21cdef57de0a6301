package io.gatecast.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnRolesTest {
    @Test
    void shouldCountTheInputsOfStaticColumns() {
        ColumnRoles roles = new ColumnRoles(
                1, List.of(), List.of(new StaticNumber("a", 0, 1), new StaticCategory("b", List.of("x", "y", "z"))));

        assertThat(roles.staticSize()).isEqualTo(4);
        assertThat(roles.staticNames()).containsExactly("a", "b");
    }

    @Test
    void shouldSetTheInputOfOneCategoryAndNoneOfAnother() {
        StaticCategory site = new StaticCategory("site", List.of("north", "south"));
        float[] out = {9, 9, 9, 9};

        site.write(site.code(" south "), out, 1);
        assertThat(out).containsExactly(9, 0, 1, 9);

        site.write(site.code("east"), out, 1);
        assertThat(out).containsExactly(9, 0, 0, 9);

        site.write(site.code(""), out, 1);
        assertThat(out).containsExactly(9, 0, 0, 9);
    }

    @Test
    void shouldScaleANumberAndTakeAMissingOneForTheMean() {
        StaticNumber capacity = new StaticNumber("capacity", 10, 4);
        float[] out = new float[1];

        capacity.write(capacity.code("16"), out, 0);
        assertThat(out).containsExactly(1.5f);

        capacity.write(capacity.code(" "), out, 0);
        assertThat(out).containsExactly(0f);
    }

    @Test
    void shouldRefuseTextWhereTrainingHadNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StaticNumber("capacity", 10, 4).code("large"))
                .withMessage("static column capacity must hold numbers as in training, was 'large'");
        for (String text : List.of("NaN", "Infinity", "0x1", "1d", "1e999", "--1")) {
            assertThat(StaticNumber.number(text)).as(text).isNaN();
        }
        assertThat(StaticNumber.number(" -1.5e3 ")).isEqualTo(-1500);
    }

    @Test
    void shouldLeaveWhatIsUnknownUnknown() {
        assertThat(new KnownColumn("plan", 4, 2).scaled(Double.NaN)).isNaN();
        assertThat(new KnownColumn("plan", 4, 2).scaled(7)).isEqualTo(1.5f);
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ColumnRoles(0, List.of(), List.of()))
                .withMessage("a model must have at least one target, has 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ColumnRoles(1, List.of(new KnownColumn("a", 0, 1)), List.of(new StaticNumber("a", 0, 1))))
                .withMessage("known and static columns must differ, 'a' is there twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KnownColumn("a", 0, 0))
                .withMessage("known column a: deviation must be positive and finite, was 0.0");
        List<String> many = IntStream.range(0, 33).mapToObj(Integer::toString).toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StaticCategory("a", many))
                .withMessage("static column a must have from 1 to 32 categories, has 33");
    }
}
