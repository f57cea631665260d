import { EXIT } from '@anvil/shared/exit-codes'
import { changeLines } from '../change-lines.js'
import { type Output, writeResult } from '../output.js'
import { assertKept, type ClientFlags, withClient } from '../with-client.js'

export interface RollbackFlags extends ClientFlags {
  to?: number
}

/** `anvil rollback`: has every process of the folder run an older generation, frozen. */
export async function rollbackCommand({ to, ...flags }: RollbackFlags, output: Output): Promise<number> {
  const report = await withClient(flags, output, async (client) => {
    const done = await client.rollback(to === undefined ? {} : { to })
    assertKept(client)
    return done
  })
  const { from, position } = report
  writeResult(output, report, [
    `Rolled back from #${from.sequence} to #${position.sequence}, and frozen there`,
    ...changeLines(report),
  ])
  output.message('anvil mode accepting goes back to the newest; anvil sync takes the newest and stays frozen.')
  return EXIT.ok
}
