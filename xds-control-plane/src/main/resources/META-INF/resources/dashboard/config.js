import { change, state } from './state.js';
import { count, el, text, time } from './dom.js';

export function config() {
  const body = el('tbody');
  const model = el('p', { id: 'model' });
  const registry = el('p', { id: 'registry' });
  const frozen = el('p', { id: 'frozen' });
  const outcome = el('p', { role: 'status' });
  const reason = el('input', { id: 'freeze-reason', required: true, maxlength: 200, size: 40 });
  const order = method => async event => {
    event.preventDefault();
    const problem = await change(method, '/api/v1/freeze', { reason: reason.value || 'on the dashboard' });
    text(outcome, problem ? `Not done: ${problem}` : 'Done.');
  };
  const root = el('div', {}, el('h1', {}, 'Config'), el('h2', {}, 'Gateways'),
    el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, el('tr', {}, ...['Gateway', 'Connected', 'Taken', 'Refused'].map(label => el('th', { scope: 'col' }, label)))), body)),
    el('h2', {}, 'Model'), model, el('h2', {}, 'Registry'), registry, el('h2', {}, 'Freeze'), frozen,
    el('form', { onsubmit: order('PUT') }, el('label', {}, 'Reason', reason), el('button', { class: 'do' }, 'Freeze all weights'),
      el('button', { class: 'do', type: 'button', onclick: order('DELETE') }, 'Let them move')), outcome);
  let key = '';
  return {
    root,
    refresh() {
      const { gateways, model: inForce, freeze, registryTrouble, droppedAttempts } = state.view;
      if (JSON.stringify(gateways) !== key) {
        key = JSON.stringify(gateways);
        body.replaceChildren(...Object.entries(gateways).map(([name, sync]) => el('tr', {}, el('td', {}, name),
          el('td', { class: sync.connected ? null : 'bad' }, sync.connected ? 'yes' : 'no'), el('td', {}, count(sync.acknowledged)),
          el('td', { class: sync.lastRefusal ? 'bad' : null }, sync.lastRefusal || 'nothing'))));
      }
      model.replaceChildren(inForce.digest ? `${inForce.digest}: ` : '', inForce.message, ' · ', time(inForce.since));
      text(registry, (registryTrouble ?? 'read from the chain') + (droppedAttempts ? ` · ${count(droppedAttempts)} log entries dropped` : ''));
      text(frozen, freeze ? `Frozen: ${freeze.reason}` : 'Weights move.');
    },
  };
}
