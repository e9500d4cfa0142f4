import { change, outcomeLine } from './change.js';
import { inForceCard } from './inforce.js';
import { auditCard, rolloutCard } from './rollout.js';
import { state } from './state.js';
import { ago, count, el, exact, fill, heads, scroller, text, time } from './dom.js';

export function config() {
  const gateways = el('tbody');
  const model = el('dl', { class: 'figures', id: 'model' });
  const network = el('dl', { class: 'figures', id: 'network' });
  const rollout = rolloutCard();
  const audit = auditCard();
  const inForce = inForceCard();
  const registry = el('p', { id: 'registry' });
  const frozen = el('p', { id: 'frozen' });
  const { line, say } = outcomeLine();
  const reason = el('input', { id: 'freeze-reason', required: true, maxlength: 200, size: 36, placeholder: 'why, for the audit log' });
  const go = el('button', { class: 'do', id: 'freeze' });
  const form = el('form', { onsubmit: async event => {
    event.preventDefault();
    const thaw = Boolean(state.view.freeze);
    const problem = await change(thaw ? 'DELETE' : 'PUT', '/api/v1/freeze', { reason: reason.value });
    if (!problem) reason.value = '';
    say(problem, thaw ? 'The weights move again.' : 'Frozen.');
  } }, el('label', {}, 'Reason', reason), go);
  const root = el('div', {}, el('h1', {}, 'Config'),
    inForce.root,
    el('section', { class: 'card' }, el('h2', {}, 'Who takes configuration'),
      scroller('Gateways', el('table', {}, heads('Name', 'Place', 'Connected', 'Taken', 'Refused'), gateways))),
    el('div', { class: 'cards two' },
      el('section', { class: 'card' }, el('h2', {}, 'Model'), model, el('h2', {}, 'Policy network'), network),
      rollout.root,
      el('section', { class: 'card' }, el('h2', {}, 'Freeze'), frozen, form, line,
        el('p', { class: 'muted small' }, 'Frozen weights stand where they are; nodes that stop their heartbeats still leave, and learning goes on unseen. Undo it here.')),
      el('section', { class: 'card' }, el('h2', {}, 'Registry and telemetry'), registry)),
    audit.root);
  const figure = (label, ...value) => el('div', {}, el('dt', {}, label), el('dd', {}, ...value));
  const learned = (list, { digest, message, since }, none) => fill(list, JSON.stringify([digest, message, ago(since)]), () => [
    figure('in force', digest ? el('code', { title: digest }, digest.slice(0, 12)) : none), figure('last word', message), figure('since', time(since))]);
  return {
    root,
    refresh() {
      const { view } = state;
      fill(gateways, JSON.stringify(view.gateways), () => Object.entries(view.gateways).length ? Object.entries(view.gateways).map(([name, sync]) => el('tr', {},
        el('td', {}, name), el('td', { class: sync.locality ? null : 'muted' }, sync.locality || 'not said'), el('td', { class: sync.connected ? null : 'bad' }, sync.connected ? 'yes' : 'no'), el('td', {}, `${count(sync.acknowledged)} updates`),
        el('td', { class: sync.lastRefusal ? 'bad wrap' : 'muted' }, sync.lastRefusal || 'nothing'))) : el('tr', {}, el('td', { class: 'bad', colspan: 5 }, 'Nobody is connected.')));
      learned(model, view.model, 'none: EWMA decides');
      learned(network, view.network, 'none: the plan stands');
      text(registry, `${view.silentNodes ? `Registered, but without a heartbeat of late: ${count(view.silentNodes)}. ` : ''}${view.registryTrouble ? `The chain cannot be read, the last known nodes stand: ${view.registryTrouble}` : 'The registry is read from the chain every 2 s.'} `
        + `${view.droppedAttempts ? `${count(view.droppedAttempts)} log entries came faster than the weights could take them and were dropped.` : 'No log entry was dropped.'}`);
      registry.className = view.registryTrouble || view.droppedAttempts || view.silentNodes ? 'warn' : '';
      text(frozen, view.freeze ? `Frozen ${ago(view.freeze.since)}: ${view.freeze.reason}` : 'Weights move by themselves.');
      frozen.title = view.freeze ? exact(view.freeze.since) : '';
      text(go, view.freeze ? 'Let them move' : 'Freeze all weights');
      rollout.refresh();
      audit.refresh();
      inForce.refresh();
    },
  };
}
