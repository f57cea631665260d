import { FleetProofAnswer, FleetProofInput } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

export const fleetProofOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/projects/:projectId/proof',
    tag: 'For applications',
    access: 'application',
    summary: 'Proves that the instance runs more than FORGE knows, whose database was restored from a backup',
    body: FleetProofInput,
    answers: { 200: FleetProofAnswer },
    errors: [
      'token.wrong_project',
      'manifest.malformed',
      'manifest.bad_signature',
      'manifest.unknown_key',
      'manifest.revoked_key',
      'manifest.wrong_target',
      'manifest.wrong_epoch',
      'keyset.bad_signature',
      'keyset.conflict',
      'keyset.gap',
      'keyset.malformed',
    ],
  },
]
