// What is on its way into force, how its calls fare beside those by the weights in force, and the way back.
import { change, outcomeLine } from './change.js';
import { state } from './state.js';
import { ago, count, el, exact, fill, heads, millis, percent, scroller, text, time } from './dom.js';

const EVERY = 5000;

/** With digests cut to twelve digits. */
const brief = words => words.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1');

/** One row for each arm of each API that has calls to show. */
function arms(rollout) {
  return rollout.apis.flatMap(api => [['in force', api.baseline], [rollout.percent ? 'candidate' : '', api.candidate]]
    .filter(([name, arm]) => name && arm.calls > 0)
    .map(([name, arm]) => el('tr', {}, el('td', {}, api.api), el('td', {}, name), el('td', { class: 'n' }, count(arm.calls)),
      el('td', { class: 'n' }, percent(arm.failures, 2)), el('td', { class: 'n' }, percent(arm.slow)),
      el('td', { class: 'n' }, millis(arm.meanMillis)), el('td', { class: 'n' }, millis(arm.p99Millis)))));
}

/** What a rollback would do now, said before it is done. */
function effect(view) {
  if (view.rollout) return 'The candidate goes at once; what is in force decides for every call.';
  return view.rollsBack ? `What came into force last goes at once, ${brief(view.rollsBack)}; the one before it, or none, decides for every call.` : 'EWMA decides: there is nothing to roll back.';
}

export function rolloutCard() {
  const answer = el('p', { id: 'rollout' });
  const body = el('tbody', { id: 'arms' });
  const table = el('div', {}, scroller('Calls of both arms', el('table', {}, heads('API', 'Weights', '>Calls', '>Failed', '>Slow', '>Mean', '>p99'), body)),
    el('p', { class: 'muted small' }, 'Over the same time, as many calls of each kind. Slow: longer than 95 of 100 by the weights in force. p99 of about the last minute.'));
  const will = el('p', { class: 'muted', id: 'rollback-effect' });
  const reason = el('input', { id: 'rollback-reason', required: true, maxlength: 200, size: 36, placeholder: 'why, for the audit log' });
  const go = el('button', { class: 'do', id: 'rollback' }, 'Roll back');
  const { line, say } = outcomeLine();
  const form = el('form', { onsubmit: async event => {
    event.preventDefault();
    const problem = await change('POST', '/api/v1/rollback', { reason: reason.value });
    if (!problem) reason.value = '';
    say(problem, 'Rolled back. It comes back only if it is published anew.');
  } }, el('label', {}, 'Reason', reason), go);
  return {
    root: el('section', { class: 'card' }, el('h2', {}, 'Rollout'), answer, table, will, form, line),
    refresh() {
      const { view } = state;
      const { rollout } = view;
      text(answer, rollout ? `The ${rollout.kind} ${rollout.candidate.slice(0, 12)} is in ${rollout.stage} since ${ago(rollout.since)}${rollout.waitsFor ? `, and waits for ${rollout.waitsFor}` : ''}.`
        : 'Nothing is on its way. What is published next begins in shadow, where it plans and no call follows it.');
      answer.title = rollout ? `${rollout.candidate}, ${exact(rollout.since)}` : '';
      table.hidden = !rollout;
      fill(body, JSON.stringify(rollout?.apis), () => rollout ? arms(rollout) : []);
      text(will, effect(view));
      go.disabled = !view.rollsBack;
    },
  };
}

export function auditCard() {
  const body = el('tbody', { id: 'audit' });
  const trouble = el('p', { class: 'warn', role: 'alert', hidden: true });
  let asked = 0;
  async function ask() {
    const answer = await fetch('/api/v1/audit');
    const { entries } = await answer.json();
    const last = entries.slice(-20).reverse();
    fill(body, JSON.stringify([last, last.map(each => ago(each.at))]), () => last.length ? last.map(each => el('tr', {}, el('td', {}, time(each.at)), el('td', {}, each.by),
      el('td', {}, each.what), el('td', { title: each.subject }, brief(each.subject)), el('td', { class: 'wrap' }, each.why)))
      : [el('tr', {}, el('td', { class: 'muted', colspan: 5 }, 'Nothing was changed yet.'))]);
  }
  return {
    root: el('section', { class: 'card' }, el('h2', {}, 'Audit: the last 20 changes'), trouble,
      scroller('Audit log', el('table', {}, heads('When', 'By', 'What', 'Of', 'Why'), body)),
      el('p', { class: 'muted small' }, 'All of them: ', el('code', {}, './weir audit'), '.')),
    refresh() {
      const { view } = state;
      trouble.hidden = !view.auditTrouble;
      text(trouble, view.auditTrouble ? `Not as it was written: ${view.auditTrouble}. It is left as it is.` : '');
      if (Date.now() - asked > EVERY) {
        asked = Date.now();
        ask().catch(() => {});
      }
    },
  };
}
