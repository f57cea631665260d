import { isolate } from '@anvil/shared'
import { Button } from '../../components/button.js'
import { Problem } from '../../components/problem.js'
import { useDepart } from './api.js'

/** Leaves for the issuer, and comes back to where the person was going. */
export function IssuerButton({ name, to, look }: { name: string; to: string; look: 'main' | 'plain' }) {
  const depart = useDepart()
  return (
    <div className="space-y-4">
      {depart.error && <Problem error={depart.error} />}
      <Button look={look} busy={depart.isPending} className="w-full" onClick={() => depart.mutate(to)}>
        {depart.isPending ? 'Going there …' : `Sign in with ${isolate(name)}`}
      </Button>
    </div>
  )
}
