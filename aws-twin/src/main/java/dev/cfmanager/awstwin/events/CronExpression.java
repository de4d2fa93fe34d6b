// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.events;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * EventBridge's six cron fields: minutes, hours, day of month, month, day of week (1 is Sunday), year
 * (<a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-cron-expressions">
 * cron expressions</a>).
 */
record CronExpression(BitSet minutes, BitSet hours, Predicate<LocalDate> days, BitSet months, BitSet years)
        implements ScheduleExpression {
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;

    static CronExpression parse(String whole, String fields) {
        String[] field = fields.trim().split("\\s+", -1);
        if (field.length != 6) {
            throw ScheduleExpression.refused(whole, "it has " + field.length + " fields instead of six");
        }
        boolean anyDayOfMonth = field[2].equals("?");
        boolean anyDayOfWeek = field[4].equals("?");
        if (anyDayOfMonth == anyDayOfWeek) {
            throw ScheduleExpression.refused(whole, "exactly one of day-of-month and day-of-week must be ?");
        }
        try {
            return new CronExpression(
                    range(field[0], 0, 59, List.of(), 0),
                    range(field[1], 0, 23, List.of(), 0),
                    anyDayOfMonth ? dayOfWeek(field[4]) : dayOfMonth(field[2]),
                    range(field[3], 1, 12, MONTHS, 1),
                    range(field[5], FIRST_YEAR, LAST_YEAR, List.of(), 0));
        } catch (NumberFormatException e) {
            throw ScheduleExpression.refused(whole, "a field holds something that is no number: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw ScheduleExpression.refused(whole, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<Instant> after(Instant moment) {
        LocalDateTime from = LocalDateTime.ofInstant(moment, ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.MINUTES)
                .plusMinutes(1);
        LocalDate day = from.toLocalDate();
        int minuteOfDay = from.getHour() * 60 + from.getMinute();
        while (day.getYear() <= LAST_YEAR) {
            if (years.get(day.getYear()) && months.get(day.getMonthValue()) && days.test(day)) {
                for (int minute = minuteOfDay; minute < 24 * 60; minute++) {
                    if (hours.get(minute / 60) && minutes.get(minute % 60)) {
                        return Optional.of(
                                day.atStartOfDay().plusMinutes(minute).toInstant(ZoneOffset.UTC));
                    }
                }
            }
            day = day.plusDays(1);
            minuteOfDay = 0;
        }
        return Optional.empty();
    }

    private static Predicate<LocalDate> dayOfMonth(String field) {
        if (field.equals("L")) {
            return day -> day.getDayOfMonth() == day.lengthOfMonth();
        }
        if (field.equals("LW")) {
            return day -> day.equals(nearestWeekday(day.with(TemporalAdjusters.lastDayOfMonth())));
        }
        if (field.endsWith("W")) {
            int wanted = number(field.substring(0, field.length() - 1), 1, 31, List.of(), 0);
            return day -> wanted <= day.lengthOfMonth() && day.equals(nearestWeekday(day.withDayOfMonth(wanted)));
        }
        BitSet set = range(field, 1, 31, List.of(), 0);
        return day -> set.get(day.getDayOfMonth());
    }

    private static Predicate<LocalDate> dayOfWeek(String field) {
        if (field.contains("#")) {
            int hash = field.indexOf('#');
            int wanted = number(field.substring(0, hash), 1, 7, DAYS, 1);
            int occurrence = number(field.substring(hash + 1), 1, 5, List.of(), 0);
            return day -> sundayFirst(day) == wanted && (day.getDayOfMonth() - 1) / 7 + 1 == occurrence;
        }
        if (field.endsWith("L")) {
            int wanted = field.equals("L") ? 7 : number(field.substring(0, field.length() - 1), 1, 7, DAYS, 1);
            boolean last = !field.equals("L");
            return day -> sundayFirst(day) == wanted && (!last || day.getDayOfMonth() + 7 > day.lengthOfMonth());
        }
        BitSet set = range(field, 1, 7, DAYS, 1);
        return day -> set.get(sundayFirst(day));
    }

    private static LocalDate nearestWeekday(LocalDate day) {
        if (day.getDayOfWeek() == DayOfWeek.SATURDAY) {
            return day.getDayOfMonth() == 1 ? day.plusDays(2) : day.minusDays(1);
        }
        if (day.getDayOfWeek() == DayOfWeek.SUNDAY) {
            return day.getDayOfMonth() == day.lengthOfMonth() ? day.minusDays(2) : day.plusDays(1);
        }
        return day;
    }

    private static int sundayFirst(LocalDate day) {
        return day.getDayOfWeek().getValue() % 7 + 1;
    }

    private static BitSet range(String field, int least, int most, List<String> names, int firstName) {
        BitSet set = new BitSet(most + 1);
        for (String part : field.split(",", -1)) {
            int slash = part.indexOf('/');
            int step = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
            String span = slash < 0 ? part : part.substring(0, slash);
            if (step < 1) {
                throw new IllegalArgumentException("the step of '" + part + "' must be positive");
            }
            int dash = span.indexOf('-');
            int from;
            int to;
            if (span.equals("*")) {
                from = least;
                to = most;
            } else if (dash > 0) {
                from = number(span.substring(0, dash), least, most, names, firstName);
                to = number(span.substring(dash + 1), least, most, names, firstName);
            } else {
                from = number(span, least, most, names, firstName);
                to = slash < 0 ? from : most;
            }
            if (to < from) {
                throw new IllegalArgumentException("the range '" + part + "' runs backwards");
            }
            for (int value = from; value <= to; value += step) {
                set.set(value);
            }
        }
        return set;
    }

    private static int number(String text, int least, int most, List<String> names, int firstName) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        int value = named >= 0 ? named + firstName : Integer.parseInt(text);
        if (value < least || value > most) {
            throw new IllegalArgumentException("'" + text + "' is not between " + least + " and " + most);
        }
        return value;
    }
}
