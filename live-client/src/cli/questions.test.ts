import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { agree } from './agree.js'
import { Questions } from './questions.js'
import type { Terminal } from './terminal.js'

let input: PassThrough
let shown: string
let terminal: Terminal
let questions: Questions
beforeEach(() => {
  input = new PassThrough()
  const output = new PassThrough().setEncoding('utf8')
  shown = ''
  output.on('data', (text: string) => (shown += text))
  terminal = { input, output, isAttended: true }
  questions = new Questions(terminal)
})
afterEach(() => questions.close())

const visible = (): string => stripVTControlCharacters(shown)

describe('a question at the terminal', () => {
  it('is answered by the line that is typed, without the spaces around it', async () => {
    const answer = questions.ask('Address? ')
    input.write('  https://forge.example  \r')
    expect(await answer).toBe('https://forge.example')
    await expect.poll(visible, { timeout: 10_000 }).toContain('Address? ')
  })

  it('is answered by lines that were pasted ahead, in their order', async () => {
    input.write('one\rtwo\rthree\r')
    expect(await questions.ask('1? ')).toBe('one')
    expect(await questions.ask('2? ')).toBe('two')
    expect(await questions.ask('3? ')).toBe('three')
    await expect.poll(visible, { timeout: 10_000 }).toMatch(/2\? two\n3\? three\n$/)
  })

  it('about a secret shows nothing of it, typed now or ahead', async () => {
    const answer = questions.ask('Token? ', { secret: true })
    input.write('hunter2\rswordfish\r')
    expect(await answer).toBe('hunter2')
    expect(await questions.ask('Again? ', { secret: true })).toBe('swordfish')
    await expect.poll(visible, { timeout: 10_000 }).toMatch(/Token\? \n[^]*Again\? \n/)
    expect(visible()).not.toMatch(/hunter2|swordfish|hunt/)
  })

  it('is shown again after a secret, with its answer', async () => {
    const secret = questions.ask('Token? ', { secret: true })
    input.write('hunter2\r')
    await secret
    const open = questions.ask('Name? ')
    input.write('Ada\r')
    expect(await open).toBe('Ada')
    await expect.poll(visible, { timeout: 10_000 }).toContain('Name? Ada')
  })

  it('is cancelled where the input ends, at once or later, and so is each that follows', async () => {
    const waiting = questions.ask('Address? ')
    input.end()
    await expect(waiting).rejects.toMatchObject({ code: 'command.cancelled' })
    await expect(questions.ask('Again? ')).rejects.toMatchObject({ code: 'command.cancelled' })
  })

  it('takes a last line that nothing ended', async () => {
    input.write('first\r')
    input.end('last')
    expect(await questions.ask('1? ')).toBe('first')
  })
})

describe('consent', () => {
  beforeEach(() => questions.close())

  it.each(['y', 'Y', 'yes', 'YES', ' yes '])('is given by %j', async (typed) => {
    const agreed = agree('Delete it?', false, terminal)
    input.write(`${typed}\r`)
    await expect(agreed).resolves.toBeUndefined()
  })

  it.each(['', 'n', 'no', 'yep', 'yes please', 'j'])('is not given by %j', async (typed) => {
    const agreed = agree('Delete it?', false, terminal)
    input.write(`${typed}\r`)
    await expect(agreed).rejects.toMatchObject({ code: 'command.cancelled', message: 'Nothing was changed.' })
  })

  it('is given by --yes without a question, and never asked for where nobody could answer', async () => {
    await agree('Delete it?', true, { ...terminal, isAttended: false })
    expect(shown).toBe('')
    await expect(agree('Delete it?', false, { ...terminal, isAttended: false })).rejects.toMatchObject({
      code: 'command.needs_answer',
      message: expect.stringContaining('--yes'),
    })
    expect(shown).toBe('')
  })
})
