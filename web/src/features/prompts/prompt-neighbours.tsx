import type { PromptFilter } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { PanelLeft } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { useRowKeys } from '../../components/use-row-keys.js'
import { browserStore } from '../../lib/browser-store.js'
import { neighboursQuery, type PromptKey } from './api.js'
import { neighbourOf } from './neighbour-of.js'

const KEPT = 'anvil.neighbours'
const WIDE = '(min-width: 80rem)'

interface PromptNeighboursProps {
  promptKey: PromptKey
  /** What was looked for in the list from which one came. */
  filter: PromptFilter
}

/** The prompts around the one that is shown, folded away where there is little room; `j` and `k` go to the next and the one before. */
export function PromptNeighbours({ promptKey, filter }: PromptNeighboursProps) {
  const navigate = useNavigate()
  const { data: prompts = [] } = useQuery(neighboursQuery(promptKey, filter))
  const ids = prompts.map(({ id }) => id)
  const [isShown, setShown] = useState(isShownAtFirst)
  const toggle = () => {
    browserStore.keep(KEPT, isShown ? 'folded' : 'shown')
    setShown(!isShown)
  }
  useRowKeys({
    step: (by) => {
      const id = neighbourOf(ids, promptKey.promptId, by)
      if (id === undefined) return
      void navigate({
        to: '/projects/$projectId/prompts/$promptSetId/edit/$promptId',
        params: { ...promptKey, promptId: id },
        search: filter,
      })
    },
    toggle: () => undefined,
  })
  return (
    <nav aria-label="Prompts nearby" className={`mb-4 xl:mb-0 ${isShown ? 'xl:w-44' : ''}`}>
      <Button look="quiet" aria-expanded={isShown} aria-label="Prompts nearby" onClick={toggle} className="mb-1 -ml-2">
        <PanelLeft aria-hidden="true" className="size-4" />
        <span className={isShown ? '' : 'xl:sr-only'}>Nearby</span>
      </Button>
      {isShown && (
        <ul className="max-h-[40vh] space-y-px overflow-auto p-0.5 xl:sticky xl:top-2 xl:max-h-[80vh]">
          {ids.map((id) => (
            <li key={id}>
              <Link
                to="/projects/$projectId/prompts/$promptSetId/edit/$promptId"
                params={{ ...promptKey, promptId: id }}
                search={filter}
                aria-current={id === promptKey.promptId ? 'page' : undefined}
                className={`block min-h-6 rounded px-2 py-0.5 break-all ${id === promptKey.promptId ? 'bg-accent-wash font-medium' : 'hover:bg-sunken'}`}
              >
                {id}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </nav>
  )
}

function isShownAtFirst(): boolean {
  return window.matchMedia(WIDE).matches && browserStore.read(KEPT) !== 'folded'
}
