import { ForgeInfo } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

export const forgeInfoOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/forge',
    right: 'signed_in',
    tag: 'FORGE',
    summary: 'Who this FORGE is: the root key that an application pins',
    access: 'person',
    answers: { 200: ForgeInfo },
  },
]
