import { describe, expect, it, onTestFinished } from 'vitest';
import { practiceWorld, type PracticeWorld } from '../../../electron/practice/practice-world.ts';
import type { PracticeOptions } from '../../../electron/practice/practice-site.ts';
import { showSite } from '../../../electron/practice/show.ts';
import { cmdlet, graph, type Command, type Output } from '../../../shared/commands/command.ts';
import { name, secret } from '../../../shared/commands/value.ts';
import type { Secrets, SendOptions } from '../../../shared/run/ports.ts';
import { sentForm } from '../../../shared/run/sender.ts';
import { ServiceError } from '../../../shared/run/service-error.ts';
import { temporarySite } from './temporary-site.ts';

const password = 'kP4-tree-82-moon';
const secrets: Secrets = {
  value: (secretName) => {
    if (secretName !== 'sa.password') throw new Error(`There is no secret ${secretName}.`);
    return password;
  },
  has: (secretName) => secretName === 'sa.password',
  make: () => undefined,
  made: () => [],
};
const options = (signal = new AbortController().signal): SendOptions => ({ secrets, signal });

function world(site: PracticeOptions): { world: PracticeWorld; file: string } {
  const { file } = temporarySite(site);
  const opened = practiceWorld(file);
  onTestFinished(() => {
    opened.close();
  });
  return { world: opened, file };
}

async function send(to: PracticeWorld, command: Command, sending = options()): Promise<Output[]> {
  const outputs: Output[] = [];
  for await (const output of to.transport(command.target).send(command, sending)) outputs.push(output);
  return outputs;
}

async function failureOf(sending: Promise<unknown>): Promise<unknown> {
  return await sending.then(
    () => undefined,
    (failure: unknown) => failure,
  );
}

const newUser = graph('POST', '/users', {
  body: {
    accountEnabled: true,
    displayName: 'Calendar push',
    mailNickname: 'sa',
    userPrincipalName: 'sa@eveoh.onmicrosoft.com',
    passwordProfile: { password: secret('sa.password'), forceChangePasswordNextSignIn: false },
  },
});

describe('the practice site as a world', () => {
  it('has an identity of its own, and bears eight commands at once', () => {
    const { world: one } = world({ preset: 'seed-cloud', mailboxes: 1 });
    const { world: other } = world({ preset: 'seed-cloud', mailboxes: 1 });
    expect(one.identity).toMatchObject({ kind: 'practice', name: 'Eveoh' });
    expect(one.identity.id).not.toBe(other.identity.id);
    expect(one.transport('graph').atOnce).toBe(8);
  });

  it('keeps a list of the commands as they were sent, refused ones too, without any secret', async () => {
    const { world: to, file } = world({ preset: 'seed-cloud', mailboxes: 1 });
    const commands: readonly Command[] = [
      cmdlet('computer', 'Get-ExecutionPolicy', { List: true }),
      newUser,
      newUser,
      graph('GET', '/organization'),
      cmdlet('exchangeOnline', 'Import-Module', { Name: 'ExchangeOnlineManagement' }),
    ];
    for (const command of commands) await failureOf(send(to, command));
    const text = [...showSite(file, { commands: true })].join('');
    const list: { outcome: string; writes: boolean }[] = JSON.parse(text);
    expect(list).toMatchObject(commands.map((command) => ({ type: 'command', ...sentForm(command) })));
    expect(list.map(({ outcome }) => outcome.split(':')[0])).toEqual([
      'done',
      'done',
      'refused',
      'done',
      'done',
    ]);
    expect(list.map(({ writes }) => writes)).toEqual([false, true, true, false, false]);
    expect(text).not.toContain(password);
    expect([...showSite(file)].join('')).not.toContain(password);
  });

  it('a changed computer stays changed, and group policy is heeded', async () => {
    const { world: to } = world({ preset: 'seed-cloud', mailboxes: 1 });
    const install = cmdlet('computer', 'Install-Module', { Name: 'ExchangeOnlineManagement', Force: true });
    await send(to, install);
    const list = cmdlet('computer', 'Get-Module', { ListAvailable: true, Name: 'ExchangeOnlineManagement' });
    expect(await send(to, list)).toHaveLength(1);
  });

  it('a command takes the time that the site was made with, and is stopped before it takes effect', async () => {
    const { world: to, file } = world({ preset: 'seed-cloud', mailboxes: 1, latencyMs: 40 });
    const begun = performance.now();
    await send(to, graph('GET', '/organization'));
    expect(performance.now() - begun).toBeGreaterThan(35);
    const stopping = new AbortController();
    const sending = failureOf(send(to, newUser, options(stopping.signal)));
    stopping.abort(new Error('stopped'));
    expect(await sending).toMatchObject({ message: 'stopped' });
    expect([...showSite(file, { commands: true })].join('')).not.toContain('/users');
  });

  it('lets timers have their turn while command after command is answered at once', async () => {
    const { world: to } = world({ preset: 'seed-cloud', mailboxes: 1 });
    const due = AbortSignal.timeout(1);
    const end = performance.now() + 2_000;
    while (!due.aborted && performance.now() < end)
      await send(to, cmdlet('computer', 'Get-ExecutionPolicy', { List: true }));
    expect(due.aborted).toBe(true);
  });

  it('two worlds on one file see the same university', async () => {
    const { world: one, file } = world({ preset: 'seed-cloud', mailboxes: 1 });
    const other = practiceWorld(file);
    onTestFinished(() => {
      other.close();
    });
    await send(one, newUser);
    const [found] = await send(other, graph('GET', '/users/sa@eveoh.onmicrosoft.com?$select=displayName'));
    expect(found).toMatchObject({ row: { displayName: 'Calendar push' } });
  });
});

describe('probes', () => {
  it('say what PowerShell and the network are like, and who is signed in', async () => {
    const { world: to } = world({ preset: 'hybrid', mailboxes: 2 });
    expect(await to.probe({ probe: 'powershell' }, options())).toMatchObject({
      version: expect.stringMatching(/^5\.1\./u),
      languageMode: 'FullLanguage',
      is64Bit: true,
      dotNetRelease: 533320,
    });
    const reach = (host: string) => to.probe({ probe: 'reach', host, port: 443, what: 'x' }, options());
    expect(await reach('graph.microsoft.com')).toMatchObject({ reached: true });
    expect(await reach('nowhere.example')).toMatchObject({ reached: false, reason: 'name' });
    const signIn = (tenant: string) =>
      to.probe(
        { probe: 'sign-in', cloud: 'worldwide', tenant, scopes: ['User.Read', 'Mail.Send'] },
        options(),
      );
    expect(await signIn('ganzenveer.example')).toMatchObject({
      account: 'admin@ganzenveer.onmicrosoft.com',
      tenantName: 'Ganzenveer University',
      scopes: ['User.Read'],
    });
    expect(await failureOf(signIn('other.example'))).toMatchObject({ id: 'AADSTS90002' });
    expect(await to.probe({ probe: 'clock', host: 'graph.microsoft.com', what: 'x' }, options())).toEqual({
      skewMs: 400,
    });
  });

  it('tell why an account does not get in', async () => {
    const { world: to } = world({ preset: 'seed-cloud', mailboxes: 1 });
    const account = 'sa@eveoh.onmicrosoft.com';
    const signIn = () =>
      to.probe({ probe: 'account-sign-in', account, password: secret('sa.password') }, options());
    expect(await signIn()).toMatchObject({ result: 'wrong-password' });
    await send(to, newUser);
    expect(await signIn()).toMatchObject({ result: 'signed-in' });
    await send(to, graph('PATCH', `/users/${account}`, { body: { accountEnabled: false } }));
    expect(await signIn()).toMatchObject({ result: 'disabled' });
  });
});

describe('with faults', () => {
  const looks = (count: number): readonly Command[] =>
    Array.from({ length: count }, (_, number) =>
      cmdlet('activeDirectory', 'Get-ADUser', { Identity: name(`p${String(number).padStart(5, '0')}`) }),
    );

  async function outcomes(order: 'forwards' | 'backwards'): Promise<readonly string[]> {
    const { world: to } = world({ preset: 'seed-on-premises', mailboxes: 200, faultsSeed: 5 });
    await send(to, cmdlet('activeDirectory', 'Import-Module', { Name: 'ActiveDirectory' }));
    const commands = order === 'forwards' ? looks(200) : looks(200).toReversed();
    const found: string[] = [];
    for (const command of commands) {
      const failure = await failureOf(send(to, command));
      found.push(failure instanceof ServiceError ? `${failure.kind} ${failure.id}` : 'done');
    }
    return order === 'forwards' ? found : found.toReversed();
  }

  it('the same commands fail the same way in whatever order they arrive, and some do', async () => {
    const forwards = await outcomes('forwards');
    expect(await outcomes('backwards')).toEqual(forwards);
    expect(new Set(forwards.map((outcome) => outcome.split(' ')[0]))).toContain('transient');
  }, 30_000);

  it('attempts are counted in the file, so another process goes on counting', async () => {
    const { file } = temporarySite({ preset: 'seed-on-premises', mailboxes: 200, faultsSeed: 5 });
    const tries: string[][] = [];
    for (let round = 0; round < 2; round += 1) {
      const to = practiceWorld(file);
      await send(to, cmdlet('activeDirectory', 'Import-Module', { Name: 'ActiveDirectory' }));
      const found: string[] = [];
      for (const command of looks(200)) {
        const failure = await failureOf(send(to, command));
        if (failure instanceof ServiceError && failure.kind === 'transient')
          found.push(JSON.stringify(command));
      }
      tries.push(found);
      to.close();
    }
    const [first = [], second = []] = tries;
    expect(first.length).toBeGreaterThan(0);
    expect(first.filter((command) => second.includes(command))).toEqual([]);
  }, 30_000);
});
