import type { Prompt } from '@anvil/shared/api'
import { useNavigate } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { queryClient } from '../../lib/query-client.js'
import { type PromptKey, promptQuery } from './api.js'
import type { Content } from './content.js'
import type { PromptKeeper } from './prompt-keeper.js'
import { TextOffer } from './text-offer.js'
import { useTakeText } from './use-take-text.js'

interface GoneNoticeProps {
  promptKey: PromptKey
  content: Content
  keeper: PromptKeeper
}

/** Says that the prompt that is being written is not there any more, and what can be done with the text. */
export function GoneNotice({ promptKey, content, keeper }: GoneNoticeProps) {
  const navigate = useNavigate()
  const take = useTakeText()
  const onMade = (made: Prompt) => {
    const key = { ...promptKey, promptId: made.id }
    queryClient.setQueryData(promptQuery(key).queryKey, made)
    if (made.id === promptKey.promptId) return keeper.goOn(made)
    keeper.letGo()
    void navigate({ to: '/projects/$projectId/prompts/$promptSetId/edit/$promptId', params: key })
  }
  return (
    <section aria-labelledby="gone" className="mb-4 rounded-md border border-bad bg-surface p-4">
      <h2 id="gone" className="flex items-center gap-2 text-base font-semibold">
        <TriangleAlert aria-hidden="true" className="size-4 text-bad" />
        This prompt was deleted or moved while you were writing
      </h2>
      <p className="mt-1 text-muted">Your text is still here. Choose where it goes on.</p>
      <TextOffer {...{ promptKey, content, onMade }} onTake={(to) => take(content, to, () => keeper.letGo())} />
    </section>
  )
}
