import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { CliHost } from './cli-host.js'
import { confirm } from './confirm.js'
import { readSecret } from './read-secret.js'

/** A command at a terminal, or behind a pipe, and all that it says. */
function stage({ terminal = true, env = {} } = {}) {
  const raw: boolean[] = []
  const said: string[] = []
  const keys = new PassThrough()
  const input = Object.assign(keys, { isTTY: terminal, setRawMode: (on: boolean) => raw.push(on) })
  const host: CliHost = {
    env,
    input,
    result: (text) => void said.push(text),
    message: (text) => void said.push(text),
    color: false,
    asked: () => Promise.resolve(),
  }
  return { host, keys, raw, said: () => said.join('') }
}
const PASSWORD = { variable: 'ANVIL_PASSWORD', what: 'password' }

describe('a secret', () => {
  it.each([
    ['typed', 'pass\r', 'pass'],
    ['ended by a line feed', 'pass\nmore', 'pass'],
    ['ended by Ctrl-D', 'pass\u0004', 'pass'],
    ['mended while typing', 'pasx\u007Fs\r', 'pass'],
    ['mended by the other key, beyond its start too', 'x\b\b\bpass\r', 'pass'],
    ['of letters beyond the basic plane', 'pä🎉x\u007F\r', 'pä🎉'],
  ])('is read as it is %s', async (_how, typed, secret) => {
    const { host, keys, raw, said } = stage()
    const reading = readSecret(host, PASSWORD)
    keys.write(typed)
    expect(await reading).toBe(secret)
    expect(said()).toBe('password: \n')
    expect(raw).toEqual([true, false])
  })

  it('may come key by key', async () => {
    const { host, keys } = stage()
    const reading = readSecret(host, PASSWORD)
    for (const key of 'pass\r') keys.write(key)
    expect(await reading).toBe('pass')
  })

  it('that is interrupted is none, and the terminal shows again what is typed', async () => {
    const { host, keys, raw, said } = stage()
    const reading = readSecret(host, PASSWORD)
    keys.write('pass\u0003')
    await expect(reading).rejects.toMatchObject({ code: 'command.cancelled' })
    expect([raw, said()]).toEqual([[true, false], 'password: \n'])
  })

  it.each([
    ['hunter2\n', 'hunter2'],
    ['hunter2\r\n', 'hunter2'],
    ['hunter2', 'hunter2'],
    [' two\nlines \n\n', ' two\nlines \n'],
  ])('is what a pipe brings without its last line end: %j', async (piped, secret) => {
    const { host, keys, said } = stage({ terminal: false })
    keys.end(piped)
    expect([await readSecret(host, PASSWORD), said()]).toEqual([secret, ''])
  })

  it('comes from its variable first, unless that is empty', async () => {
    const { host } = stage({ terminal: false, env: { ANVIL_PASSWORD: 'variable' } })
    expect(await readSecret(host, PASSWORD)).toBe('variable')
    const other = stage({ terminal: false, env: { ANVIL_PASSWORD: '' } })
    other.keys.end('piped')
    expect(await readSecret(other.host, PASSWORD)).toBe('piped')
  })

  it('is asked for by name where there is none', async () => {
    const { host, keys } = stage({ terminal: false })
    keys.end('\n')
    await expect(readSecret(host, PASSWORD)).rejects.toMatchObject({
      code: 'command.needs_answer',
      message: 'No password was given. Set ANVIL_PASSWORD, or write it to standard input.',
    })
  })
})

describe('a question', () => {
  it.each(['y', 'yes', 'Y', ' YES '])('is answered with yes by %j', async (answer) => {
    const { host, keys, said } = stage()
    const asking = confirm(host, undefined, 'This deletes all.')
    keys.write(`${answer}\n`)
    await expect(asking).resolves.toBeUndefined()
    expect(said()).toContain('This deletes all. Go on? [y/N] ')
  })

  it.each(['', 'n', 'yess', 'no', 'ja', 'y y'])('is answered with no by %j', async (answer) => {
    const { host, keys } = stage()
    const asking = confirm(host, false, 'This deletes all.')
    keys.write(`${answer}\n`)
    await expect(asking).rejects.toMatchObject({ code: 'command.cancelled', message: 'Nothing was done.' })
  })

  it('is answered with no where the terminal goes away', async () => {
    const { host, keys } = stage()
    const asking = confirm(host, undefined, 'This deletes all.')
    keys.end()
    await expect(asking).rejects.toMatchObject({ code: 'command.cancelled' })
  })

  it('is not asked where --yes answers it, and refused where there is nobody to ask', async () => {
    const { host, said } = stage({ terminal: false })
    await expect(confirm(host, true, 'This deletes all.')).resolves.toBeUndefined()
    await expect(confirm(host, undefined, 'This deletes all.')).rejects.toMatchObject({
      code: 'command.needs_answer',
      message: expect.stringMatching(/^This deletes all\. .*add --yes/),
    })
    expect(said()).toBe('')
  })
})
