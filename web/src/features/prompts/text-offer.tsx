import { isolate } from '@anvil/shared'
import type { Prompt } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { CopyButton } from '../../components/copy-button.js'
import { useWhyNot } from '../projects/use-why-not.js'
import { promptSetQuery } from '../prompt-sets/api.js'
import { type PromptKey, searchQuery } from './api.js'
import { type Content, textOf } from './content.js'
import { MakePromptOf } from './make-prompt-of.js'
import { useWhyNoEdit } from './use-why-no-edit.js'

interface TextOfferProps {
  promptKey: PromptKey
  content: Content
  /** Called with the prompt that was made of the text. */
  onMade: (prompt: Prompt) => void
  /** Called with the prompt's new place, where the person takes the text there. */
  onTake: (key: PromptKey) => void
}

/** The ways on for a text whose prompt was deleted or moved. */
export function TextOffer({ promptKey, content, onMade, onTake }: TextOfferProps) {
  const { projectId, promptSetId, promptId } = promptKey
  const [isMaking, setMaking] = useState(false)
  const set = useQuery(promptSetQuery(projectId, promptSetId))
  const because = useWhyNoEdit(projectId, set.data?.status)
  const missing = useWhyNot(projectId)('draft.write')
  const found = useQuery(searchQuery(projectId, promptId))
  const moved = found.data?.prompts.find(({ id, prompt_set }) => id === promptId && prompt_set.id !== promptSetId)
  return (
    <>
      <div className="mt-3 flex flex-wrap gap-2">
        <CopyButton what="your text" text={textOf(content)} />
        {moved && (
          <Button because={missing} onClick={() => onTake({ ...promptKey, promptSetId: moved.prompt_set.id })}>
            Take it to {promptId} in {isolate(moved.prompt_set.name)}
          </Button>
        )}
        <Button because={set.error ? 'Its prompt set is not there any more.' : because} onClick={() => setMaking(true)}>
          Make it a new prompt …
        </Button>
      </div>
      <MakePromptOf
        set={promptKey}
        id={moved ? '' : promptId}
        content={content}
        open={isMaking}
        onClose={() => setMaking(false)}
        onMade={onMade}
      />
    </>
  )
}
