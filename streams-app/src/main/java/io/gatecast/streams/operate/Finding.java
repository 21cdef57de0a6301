package io.gatecast.streams.operate;

/**
 * Something found out about an application.
 *
 * @param grade how bad it is
 * @param subject what it is about, one word
 * @param text what was found, a sentence without full stop
 * @param cure how to mend it; empty if nothing is wrong
 */
public record Finding(Grade grade, String subject, String text, String cure) {
    /** How bad a finding is. */
    public enum Grade {
        /** As it should be. */
        GOOD,
        /** Could not be looked at, because something else is wrong. */
        UNKNOWN,
        /** Works, but not well, or not for long. */
        WARNING,
        /** Does not work. */
        PROBLEM
    }

    public Finding {
        boolean isWrong = grade == Grade.WARNING || grade == Grade.PROBLEM;
        if (isWrong == cure.isEmpty()) {
            throw new IllegalArgumentException(
                    "what is wrong must have a cure, and nothing else: " + grade + ", '" + cure + "'");
        }
    }

    static Finding good(String subject, String text) {
        return new Finding(Grade.GOOD, subject, text, "");
    }

    static Finding unknown(String subject, String text) {
        return new Finding(Grade.UNKNOWN, subject, text, "");
    }

    static Finding warning(String subject, String text, String cure) {
        return new Finding(Grade.WARNING, subject, text, cure);
    }

    static Finding problem(String subject, String text, String cure) {
        return new Finding(Grade.PROBLEM, subject, text, cure);
    }
}
