import type { Position } from '@anvil/shared'

/** How far instances are beyond a head, in words that follow them: the epoch where that is what differs. */
export function showBehind(fleet: Position, head: Position): string {
  if (fleet.epoch !== head.epoch)
    return `run sequence ${fleet.sequence} of epoch ${fleet.epoch}, and this FORGE is at sequence ${head.sequence} of epoch ${head.epoch}`
  if (fleet.sequence === head.sequence) return `run another sequence ${fleet.sequence} than this FORGE`
  return `run sequence ${fleet.sequence}, and this FORGE is at ${head.sequence}`
}
