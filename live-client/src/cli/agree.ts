import { AnvilError } from '@anvil/shared/errors'
import { Questions } from './questions.js'
import type { Terminal } from './terminal.js'

/** Has a person agree: by `--yes`, or on the terminal; throws `command.needs_answer` or `command.cancelled`. */
export async function agree(question: string, yes: boolean, terminal: Terminal): Promise<void> {
  if (yes) return
  if (!terminal.isAttended)
    throw new AnvilError('command.needs_answer', `${question} There is no terminal to ask on: say so with --yes.`)
  const questions = new Questions(terminal)
  const answer = await questions.ask(`${question} [y/N] `).finally(() => questions.close())
  if (!/^y(es)?$/i.test(answer)) throw new AnvilError('command.cancelled', 'Nothing was changed.')
}
