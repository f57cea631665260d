import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const MAIN = path.join(import.meta.dirname, 'client-main.ts')

/** What an application tells: what it renders, or what went wrong. */
interface Told {
  text?: string
  source?: string
  code?: string
  message?: string
}

export interface ClientProcess {
  /** Resolves with the first it tells, from the start on, that fits. */
  told: (fits: (told: Told) => boolean) => Promise<Told>
  close: () => Promise<void>
}

/** Starts an application as a process of its own, which believes the certificates it is given at its start. */
export function clientProcess(env: Record<string, string>): ClientProcess {
  const execArgv = ['--conditions=anvil-source', '--import', 'tsx']
  const child = fork(MAIN, { execArgv, env: { PATH: process.env['PATH'] ?? '', ...env } })
  const ended = once(child, 'exit')
  const all: Told[] = []
  child.on('message', (told: Told) => all.push(told))
  return {
    told: async (fits) => {
      for (;;) {
        const found = all.find(fits)
        if (found) return found
        const gone = ended.then(() => Promise.reject(new Error('The application ended')))
        await Promise.race([once(child, 'message'), gone])
      }
    },
    close: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
