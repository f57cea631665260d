import type { CliHost } from './cli-host.js'

/** FORGE's operator as the audit trail names them: by their account on the server, or by ANVIL_OPERATOR. */
export interface OperatorActor {
  kind: 'system'
  id: string
}

export function operatorOf({ env }: CliHost): OperatorActor {
  const name = env['ANVIL_OPERATOR'] ?? env['SUDO_USER'] ?? env['USER']
  return { kind: 'system', id: name === undefined || name === '' ? 'operator' : `operator:${name}` }
}
