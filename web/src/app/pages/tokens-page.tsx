import type { AccessToken } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { Empty } from '../../components/empty.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { useNewDialog } from '../../components/use-new-dialog.js'
import { accessTokensQuery } from '../../features/access-tokens/api.js'
import { GenerateToken } from '../../features/access-tokens/generate-token.js'
import { RevealToken } from '../../features/access-tokens/reveal-token.js'
import { RevokeToken } from '../../features/access-tokens/revoke-token.js'
import { RotateToken } from '../../features/access-tokens/rotate-token.js'
import { type TokenAction, TokenRows } from '../../features/access-tokens/token-rows.js'
import { useWhyNot } from '../../features/projects/use-why-not.js'
import { environmentsQuery } from '../../features/environments/api.js'

const route = getRouteApi('/inside/projects/$projectId/tokens')
const DIALOGS = { reveal: RevealToken, rotate: RotateToken, revoke: RevokeToken }

/** The access tokens of a project. */
export function TokensPage() {
  const { projectId } = route.useParams()
  const tokens = useQuery(accessTokensQuery(projectId))
  const { data: environments } = useQuery(environmentsQuery(projectId))
  const because = useWhyNot(projectId)('token.manage')
  const generating = useNewDialog(route.useSearch())
  const [chosen, choose] = useState<{ action: TokenAction; token: AccessToken }>()
  const Dialog = chosen && DIALOGS[chosen.action]
  const generate = (
    <Button look="main" because={because} onClick={generating.open}>
      Generate token
    </Button>
  )
  return (
    <>
      <PageHead title="Access tokens">{tokens.data && tokens.data.length > 0 && generate}</PageHead>
      <QueryFace query={tokens}>
        {(list) =>
          list.length === 0 ? (
            <Empty action={generate}>An application shows an access token to get the prompts of one environment.</Empty>
          ) : (
            <TokenRows tokens={list} because={because} onAction={(action, token) => choose({ action, token })} />
          )
        }
      </QueryFace>
      {generating.isOpen && because === undefined && environments && (
        <GenerateToken projectId={projectId} environments={environments} onClose={generating.close} />
      )}
      {Dialog && <Dialog token={chosen.token} onClose={() => choose(undefined)} />}
    </>
  )
}
