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

// Check boxes of the queue: one to pick them all, and a count of those picked.
const all = document.querySelector('[data-pick-all]');
if (all) {
  const boxes = [...document.querySelectorAll('.queue .pick input[name=reference]')];
  const said = document.querySelector('[data-picked]');
  const tell = () => {
    const picked = boxes.filter((box) => box.checked).length;
    all.checked = picked > 0 && picked === boxes.length;
    all.indeterminate = picked > 0 && picked < boxes.length;
    if (said) said.textContent = picked === 0 ? 'None picked' : `${picked} picked`;
  };
  all.closest('label').hidden = false;
  all.addEventListener('change', () => { for (const box of boxes) box.checked = all.checked; tell(); });
  for (const box of boxes) box.addEventListener('change', tell);
  tell();
}

// Filters apply when they are changed; the button stays for those without script.
for (const select of document.querySelectorAll('form[data-apply] select')) {
  select.addEventListener('change', () => select.form.requestSubmit());
}

// Keys of the desk.
const rows = [...document.querySelectorAll('.queue tbody tr')];
let current = -1;
const go = (step) => {
  if (rows.length === 0) return;
  rows[current]?.classList.remove('current');
  current = Math.max(0, Math.min(rows.length - 1, current + step));
  rows[current].classList.add('current');
  rows[current].querySelector('a')?.focus({ preventScroll: true });
  rows[current].scrollIntoView({ block: 'nearest' });
};
const keys = {
  j: () => go(1),
  k: () => go(-1),
  x: () => rows[current]?.querySelector('.pick input')?.click(),
  '/': () => document.querySelector('[data-search]')?.focus(),
  '?': () => document.querySelector('dialog[data-keys]')?.showModal(),
  n: () => document.querySelector('a[data-key=n]')?.click(),
  q: () => document.querySelector('a[data-key=q]')?.click(),
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
