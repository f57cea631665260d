import type { Mode } from '@anvil/shared'
import type { AnvilStatus } from '../../status.js'
import { EXIT } from '@anvil/shared/exit-codes'
import { type Output, writeResult } from '../output.js'
import { assertKept, type ClientFlags, withClient } from '../with-client.js'

export interface ModeFlags extends ClientFlags {
  reason?: string
  /** Milliseconds. */
  for?: number
}

/** `anvil mode`: shows the mode in force, or sets it for every process of the folder. */
export async function modeCommand(mode: Mode | undefined, flags: ModeFlags, output: Output): Promise<number> {
  const status = await withClient(flags, output, async (client) => {
    const { reason, for: forMs } = flags
    if (mode === undefined) return client.status()
    await client.setMode(mode, {
      ...(reason === undefined ? {} : { reason }),
      ...(forMs === undefined ? {} : { forMs }),
    })
    assertKept(client)
    return client.status()
  })
  const { mode_reason: reason, mode_until: until } = status
  writeResult(output, { mode: status.mode, reason, until }, [`Mode: ${showMode(status)}`])
  return EXIT.ok
}

/** The mode as it is shown, with why and until when. */
export function showMode({ mode, mode_reason, mode_until }: AnvilStatus): string {
  const notes = [mode_reason, mode_until === null ? null : `until ${mode_until}`].filter((note) => note !== null)
  return mode.toUpperCase() + (notes.length > 0 ? ` (${notes.join(', ')})` : '')
}
