// A whole Habeas on loopback: the real binary, a new data folder, a real SMTP server that files mail into a Maildir.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export const binary = process.env.HABEAS_BINARY;
if (!binary) throw new Error('HABEAS_BINARY must name the program under test');

async function freePort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

async function until(what, check, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** Quoted-printable and base64 bodies as text; enough for what Habeas writes, and strict about what it does not. */
function textOf(mail) {
  const boundary = /boundary="?([^";\r\n]+)"?/i.exec(mail)?.[1];
  const parts = boundary ? mail.split('--' + boundary) : [mail];
  const plain = parts.find(part => /content-type:\s*text\/plain/i.test(part)) ?? mail;
  const [head, ...rest] = plain.split(/\r?\n\r?\n/);
  const body = rest.join('\n\n');
  if (/content-transfer-encoding:\s*base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/content-transfer-encoding:\s*quoted-printable/i.test(head)) return body;
  const bytes = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

export class Service {
  static async start(extra = {}) {
    const service = new Service();
    service.folder = mkdtempSync(join(tmpdir(), 'habeas-browser-'));
    service.data = join(service.folder, 'data');
    service.mailbox = join(service.folder, 'mail');
    service.seen = new Set();
    const smtpPort = await freePort();
    service.smtp = spawn('/usr/bin/python3', ['-m', 'aiosmtpd', '-n', '-l', `127.0.0.1:${smtpPort}`,
      '-c', 'aiosmtpd.handlers.Mailbox', service.mailbox], {stdio: 'ignore'});
    service.port = await freePort();
    service.base = `http://127.0.0.1:${service.port}`;
    service.environment = {...process.env, HABEAS_MAIL_HOST: '127.0.0.1', HABEAS_MAIL_PORT: String(smtpPort),
      HABEAS_MAIL_SECURITY: 'none', HABEAS_SERVER_PUBLIC_URL: service.base,
      HABEAS_LIMITS_REQUESTS_PER_SOURCE_HOUR: '1000', HABEAS_LIMITS_REQUESTS_PER_SOURCE_DAY: '1000',
      HABEAS_JOBS_OUTBOX_SECONDS: '1', ...extra};
    await service.startServer();
    return service;
  }

  async startServer() {
    this.log = '';
    this.server = spawn(binary, ['serve', '--data', this.data, '--port', String(this.port)], {env: this.environment});
    this.server.stdout.on('data', text => { this.log += text; });
    this.server.stderr.on('data', text => { this.log += text; });
    await until('the server', async () => {
      if (this.server.exitCode !== null) throw new Error('the server stopped: ' + this.log);
      return fetch(this.base + '/readyz').then(answer => answer.ok, () => false);
    });
  }

  async stopServer() {
    if (this.server.exitCode !== null) return this.server.exitCode;
    const ended = new Promise(resolve => this.server.once('exit', resolve));
    this.server.kill('SIGTERM');
    return ended;
  }

  async stop() {
    const status = await this.stopServer();
    this.smtp.kill();
    rmSync(this.folder, {recursive: true, force: true});
    return status;
  }

  /** Runs an operator's command and gives what it printed. */
  command(...words) {
    return execFileSync(binary, ['--data', this.data, ...words], {env: this.environment, encoding: 'utf8'});
  }

  addStaff(login, name, role) {
    return JSON.parse(this.command('--json', 'staff', 'add', login, '--name', name, '--role', role)).password;
  }

  /** Waits for a new letter to that address whose subject or text fits, and gives {raw, text, subject}. */
  async letter(to, pattern) {
    return until(`a letter to ${to} like ${pattern}`, () => {
      let names = [];
      try { names = readdirSync(join(this.mailbox, 'new')); } catch { /* no mail yet */ }
      for (const name of names.sort()) {
        if (this.seen.has(name)) continue;
        const raw = readFileSync(join(this.mailbox, 'new', name), 'utf8');
        const text = textOf(raw);
        const subject = /^subject: (.*(?:\r?\n[ \t].*)*)/im.exec(raw)?.[1] ?? '';
        if (!raw.toLowerCase().includes(to.toLowerCase()) || !pattern.test(subject + '\n' + text)) continue;
        this.seen.add(name);
        return {raw, text, subject};
      }
      return undefined;
    });
  }

  filesWithPersonalData(words) {
    const found = [];
    const look = folder => {
      for (const entry of readdirSync(folder, {withFileTypes: true})) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) { look(path); continue; }
        const bytes = readFileSync(path).toString('latin1').toLowerCase();
        for (const word of words)
          if (bytes.includes(Buffer.from(word.toLowerCase(), 'utf8').toString('latin1'))) found.push(`${word} in ${entry.name}`);
      }
    };
    look(this.data);
    for (const word of words)
      if (this.log.toLowerCase().includes(word.toLowerCase())) found.push(`${word} in the log`);
    return found;
  }
}

export function linkIn(text, path) {
  const found = new RegExp(`https?://[^\\s<>"]+${path}[A-Za-z0-9_-]+`).exec(text);
  if (!found) throw new Error(`no link to ${path} in:\n${text}`);
  return found[0];
}

