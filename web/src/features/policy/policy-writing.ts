import type { Policy } from '@anvil/shared/api'
import type { PolicyCopy } from './policy-copies.js'

type Now = Pick<Policy, 'number' | 'yaml'>

const begun = ({ number, yaml }: Now) => ({ seen: number, began: yaml })

/** What both sides began with, where another policy came into force while somebody wrote; undefined where none did. */
export const conflictOf = ({ written }: PolicyCopy, now: Now): { base: string } | undefined =>
  written !== null && written.seen !== now.number && written.yaml !== now.yaml ? { base: written.began } : undefined

/** Somebody wrote a text; one that says again what is in force is none. */
export function write({ written, aside }: PolicyCopy, now: Now, yaml: string): PolicyCopy {
  const { seen, began } = written ?? begun(now)
  return { aside, written: yaml === now.yaml && seen === now.number ? null : { yaml, seen, began } }
}

/** Goes on with a text in the place of the policy that is in force now. */
export const replaceTheirs = ({ aside }: PolicyCopy, now: Now, yaml: string): PolicyCopy => ({
  aside,
  written: yaml === now.yaml ? null : { yaml, ...begun(now) },
})

/** Goes back to what is in force, and sets aside what was written. */
export const takeTheirs = ({ written, aside }: PolicyCopy, now: Now): PolicyCopy => ({
  written: null,
  aside: written && written.yaml !== now.yaml ? written.yaml : aside,
})

/** Goes on with what was set aside, and sets aside what was written since. */
export const bringBack = ({ written, aside }: PolicyCopy, now: Now): PolicyCopy =>
  aside === null ? { written, aside } : { written: { yaml: aside, ...begun(now) }, aside: written?.yaml ?? null }

/** A text that was sent is in force under a number; what was written since goes on from there. */
export function saved({ written, aside }: PolicyCopy, sent: string, number: number): PolicyCopy {
  const isMore = written !== null && written.yaml !== sent
  return { aside, written: isMore ? { yaml: written.yaml, seen: number, began: sent } : null }
}
