package dev.weir.simulator.engine;

import dev.weir.simulator.scenario.Scenario;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * A node that serves up to its limit of calls at once, the others wait in line. Served calls share the cores equally, none gets more than one.
 *
 * <p>All that are served get the same service, so that one running sum of it serves for all: a call is done when the sum has grown by its work.
 */
public final class SimulatedNode {
    private final int index;
    private final Scenario.Nodes spec;
    private final Conditions conditions;
    private final VirtualTime time;
    private final PriorityQueue<Job> served = new PriorityQueue<>();
    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private double service;
    private long serviceAt;
    private long jobs;
    private long plan;
    private int change;
    private double busy;

    /** A call at this node. @param mark the running sum at which it is done */
    private static final class Job implements Comparable<Job> {
        final SimulatedAttempt attempt;
        final double work;
        final long order;
        final Consumer<Boolean> done;
        double mark;

        Job(SimulatedAttempt attempt, double work, long order, Consumer<Boolean> done) {
            this.attempt = attempt;
            this.work = work;
            this.order = order;
            this.done = done;
        }

        @Override
        public int compareTo(Job other) {
            int byMark = Double.compare(mark, other.mark);
            return byMark == 0 ? Long.compare(order, other.order) : byMark;
        }
    }

    SimulatedNode(int index, Scenario.Nodes spec, Conditions conditions, VirtualTime time) {
        this.index = index;
        this.spec = spec;
        this.conditions = conditions;
        this.time = time;
    }

    void start() {
        for (int i = 1; i < conditions.changes(); i++) {
            int next = i;
            time.at(conditions.time(i), () -> change(next));
        }
    }

    public int index() {
        return index;
    }

    public Scenario.Nodes spec() {
        return spec;
    }

    public Conditions conditions() {
        return conditions;
    }

    /** Calls here, served or waiting. */
    public int inFlight() {
        return served.size() + waiting.size();
    }

    public boolean there() {
        return conditions.presence(change) == Conditions.Presence.THERE;
    }

    /** Work per time of one core, now. */
    public double speed() {
        return conditions.speed(change);
    }

    /** Core time used so far, in nanoseconds. */
    public double busyNanos() {
        advance();
        return busy;
    }

    /** Work left of the calls served, then of those waiting, in line; nanoseconds at speed 1. Only the clairvoyant may look. */
    public List<Double> workLeft() {
        advance();
        var left = new ArrayList<Double>();
        served.stream().map(job -> job.mark - service).sorted().forEach(left::add);
        waiting.forEach(job -> left.add(job.work));
        return left;
    }

    /** Takes a call. @param done is told once whether it was answered; never, where the node swallowed it */
    void take(SimulatedAttempt attempt, long work, Consumer<Boolean> done) {
        switch (conditions.presence(change)) {
            case REFUSING -> done.accept(false);
            case SILENT -> {}
            case THERE -> {
                advance();
                var job = new Job(attempt, work, jobs++, done);
                if (served.size() < spec.limit()) {
                    serve(job);
                } else {
                    waiting.add(job);
                }
                replan();
            }
        }
    }

    /** The gateway hung up. */
    void drop(SimulatedAttempt attempt) {
        advance();
        if (served.removeIf(job -> job.attempt == attempt)) {
            fill();
        } else {
            waiting.removeIf(job -> job.attempt == attempt);
        }
        replan();
    }

    private void serve(Job job) {
        job.mark = service + job.work;
        served.add(job);
    }

    private void fill() {
        while (served.size() < spec.limit() && !waiting.isEmpty()) {
            serve(waiting.remove());
        }
    }

    private double rate() {
        return served.isEmpty() ? 0 : speed() * Math.min(1, (double) spec.cores() / served.size());
    }

    private void advance() {
        long passed = time.now() - serviceAt;
        service += passed * rate();
        busy += passed * (double) Math.min(spec.cores(), served.size());
        serviceAt = time.now();
    }

    private void replan() {
        long mine = ++plan;
        if (!served.isEmpty()) {
            long wait = (long) Math.ceil((served.peek().mark - service) / rate());
            time.at(time.now() + Math.max(0, wait), () -> {
                if (mine == plan) {
                    finish();
                }
            });
        }
    }

    private void finish() {
        advance();
        var done = new ArrayList<Job>();
        // Within a nanosecond of service: rounding must not leave a call that is never done.
        while (!served.isEmpty() && served.peek().mark - service <= 1) {
            done.add(served.remove());
        }
        fill();
        replan();
        done.forEach(job -> job.done.accept(true));
    }

    private void change(int next) {
        advance();
        change = next;
        if (!there()) {
            var lost = new ArrayList<Job>(served);
            lost.addAll(waiting);
            served.clear();
            waiting.clear();
            boolean silent = conditions.presence(change) == Conditions.Presence.SILENT;
            if (!silent) {
                lost.forEach(job -> job.done.accept(false));
            }
        }
        replan();
    }
}
