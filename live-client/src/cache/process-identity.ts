import { readFileSync } from 'node:fs'
import { threadId } from 'node:worker_threads'

/** Who holds a lock: a process, told from a later one with the same number by when it started, and its thread. */
export interface Holder {
  pid: number
  /** When the process started, in the system's own ticks; null where the system does not say. */
  started: string | null
  thread: number
}

export const self: Holder = { pid: process.pid, started: startOf(process.pid), thread: threadId }

/** Whether the process of a holder still runs. */
export function isAlive(holder: Holder): boolean {
  if (!runs(holder.pid)) return false
  const started = startOf(holder.pid)
  return started === null || holder.started === null || started === holder.started
}

export function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false
  if (!('pid' in value) || !('started' in value) || !('thread' in value)) return false
  return Number.isInteger(value.pid) && Number.isInteger(value.thread)
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The 22nd field of /proc/<pid>/stat; the 2nd may hold spaces and brackets, so fields are counted after it. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
