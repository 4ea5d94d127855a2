// Comfort only: every page works without this file. Nothing is fetched, stored or sent from here.
'use strict';

const typing = (target) => target.closest('input, textarea, select, [contenteditable]') !== null;

// An error summary takes the focus, so that it is read first.
document.querySelector('.error-summary')?.focus();

// Leaving a page with unsent words asks first.
let unsent = false;
for (const form of document.querySelectorAll('form[data-guard]')) {
  form.addEventListener('input', () => { unsent = true; });
  form.addEventListener('submit', () => { unsent = false; });
}
addEventListener('beforeunload', (event) => { if (unsent) event.preventDefault(); });

// A page that answers a POST cannot be loaded again, nor gone back to: it takes the address under which its draft is
// kept. A form's first page takes it when it is sent, for only then is there a draft.
for (const form of document.querySelectorAll('form[data-place]')) {
  const settle = () => history.replaceState(history.state, '', form.dataset.place);
  if (location.pathname === new URL(form.action).pathname) settle();
  else form.addEventListener('submit', settle);
}

// A form is sent once, however often its button is pressed. Coming back by history frees it again.
for (const form of document.querySelectorAll('form[method=post]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = 'yes';
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

// "Show" beside a password.
for (const input of document.querySelectorAll('input[type=password][data-show]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button button--link';
  button.textContent = 'Show password';
  button.setAttribute('aria-controls', input.id);
  button.addEventListener('click', () => {
    const shown = input.type === 'text';
    input.type = shown ? 'password' : 'text';
    button.textContent = shown ? 'Show password' : 'Hide password';
  });
  input.form?.addEventListener('submit', () => { input.type = 'password'; });
  input.after(button);
}

// Check boxes of the queue: one to pick them all, and what to do with those picked once there are any.
const all = document.querySelector('[data-pick-all]');
if (all) {
  const boxes = [...document.querySelectorAll('.queue .pick input[name=reference]')];
  const said = document.querySelector('[data-picked]');
  const bar = document.querySelector('[data-bulk]');
  const tell = () => {
    const picked = boxes.filter((box) => box.checked).length;
    all.checked = picked > 0 && picked === boxes.length;
    all.indeterminate = picked > 0 && picked < boxes.length;
    said.textContent = `${picked} picked`;
    bar.hidden = picked === 0;
  };
  all.closest('label').hidden = false;
  all.addEventListener('change', () => { for (const box of boxes) box.checked = all.checked; tell(); });
  for (const box of boxes) box.addEventListener('change', tell);
  tell();
}

// A filter chosen with the mouse applies at once. From the keyboard every arrow key is a change, so it waits for Enter or
// the button (WCAG 3.2.2). The fragment tells the page that follows where the focus was.
for (const select of document.querySelectorAll('form[data-apply] select')) {
  const before = select.value;
  let pointed = false;
  const apply = () => {
    select.form.action = `${new URL(select.form.action).pathname}#${select.id}`;
    select.form.requestSubmit();
  };
  select.addEventListener('pointerdown', () => { pointed = true; });
  select.addEventListener('keydown', (event) => {
    pointed = false;
    if (event.key === 'Enter' && select.value !== before) { event.preventDefault(); apply(); }
  });
  select.addEventListener('change', () => { if (pointed) apply(); });
  if (location.hash === `#${select.id}`) select.focus();
}

// What is folded away to save room on a phone is open where there is room.
if (matchMedia('(min-width: 641px)').matches) {
  for (const fold of document.querySelectorAll('details[data-open-wide]')) fold.open = true;
}

// Keys of the desk.
const rows = [...document.querySelectorAll('.queue tbody tr')];
let current = rows.findIndex((row) => row.id !== '' && `#${row.id}` === location.hash);
const go = (step) => {
  if (rows.length === 0) return;
  rows[current]?.classList.remove('current');
  current = Math.max(0, Math.min(rows.length - 1, current + step));
  rows[current].classList.add('current');
  rows[current].querySelector('a')?.focus({ preventScroll: true });
  rows[current].scrollIntoView({ block: 'nearest' });
};
const follow = (key) => document.querySelector(`a[data-key=${key}]`)?.click();
const keys = {
  j: () => (rows.length > 0 ? go(1) : follow('j')),
  k: () => (rows.length > 0 ? go(-1) : follow('k')),
  u: () => follow('u'),
  x: () => rows[current]?.querySelector('.pick input')?.click(),
  '/': () => document.querySelector('[data-search]')?.focus(),
  '?': () => document.querySelector('dialog[data-keys]')?.showModal(),
  n: () => follow('n'),
  q: () => follow('q'),
};
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('dialog[open]')) return;
  const act = document.body.classList.contains('desk') ? keys[event.key] : undefined;
  if (act) { event.preventDefault(); act(); }
});
for (const opener of document.querySelectorAll('[data-opens-keys]')) {
  opener.hidden = false;
  opener.addEventListener('click', keys['?']);
}

// Print buttons appear only where they can do something.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
