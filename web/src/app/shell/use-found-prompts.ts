import { PromptSearchQuery } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { searchQuery } from '../../features/prompts/api.js'
import { usePause } from '../../lib/use-pause.js'
import type { Found } from './found.js'

const PAUSE_MS = 150
const FROM_LETTERS = 2
const MOST = PromptSearchQuery.parse({}).limit

/**
 * The prompts of the project that have what was typed in their ids or texts, and whether they are still being looked for:
 * until then there are none, so that nobody picks what an earlier text found. `isCut` says that there may be more.
 */
export function useFoundPrompts(
  typed: string,
  projectId: string | undefined,
): { prompts: Found[]; isLooking: boolean; isCut: boolean; error: unknown } {
  const text = typed.trim()
  const asked = usePause(text, PAUSE_MS)
  const isAsked = projectId !== undefined && text.length >= FROM_LETTERS
  const { data, isFetching, error } = useQuery({
    ...searchQuery(projectId ?? '', asked),
    enabled: isAsked && asked.length >= FROM_LETTERS,
  })
  if (!isAsked) return { prompts: [], isLooking: false, isCut: false, error: null }
  if (asked !== text) return { prompts: [], isLooking: true, isCut: false, error: null }
  const prompts = (data?.prompts ?? []).map(({ id, prompt_set, excerpt }): Found => ({
    key: `${prompt_set.id}/${id}`,
    title: id,
    detail: `${prompt_set.name} · ${excerpt}`,
    kind: 'Prompt',
    pick: {
      link: {
        to: '/projects/$projectId/prompts/$promptSetId/edit/$promptId',
        params: { projectId, promptSetId: prompt_set.id, promptId: id },
      },
    },
  }))
  return { prompts, isLooking: isFetching, isCut: prompts.length === MOST, error }
}
