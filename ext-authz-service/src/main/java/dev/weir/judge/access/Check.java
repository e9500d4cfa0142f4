package dev.weir.judge.access;

/** One step of the judgement. Any thread; says in its own words whether it blocks, and which way it fails. */
interface Check {
    Verdict look(Case at);
}
