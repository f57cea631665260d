import { useNavigate } from '@tanstack/react-router'
import type { Prompt } from '@anvil/shared/api'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { Section } from '../../components/section.js'
import { queryClient } from '../../lib/query-client.js'
import { type PromptKey, promptQuery } from './api.js'
import { textOf } from './content.js'
import { copiesOf, unsavedKeeper } from './keepers.js'
import { type LeftText, leftTexts } from './left-texts.js'
import { TextOffer } from './text-offer.js'
import { useTakeText } from './use-take-text.js'

/** What a person wrote of a prompt that is not there any more, as far as this browser has it. */
export function GonePrompt({ promptKey }: { promptKey: PromptKey }) {
  const [texts, setTexts] = useState(() => leftTexts(copiesOf(promptKey), unsavedKeeper(promptKey)))
  if (texts.length === 0) return null
  const forget = (text: LeftText) => {
    text.forget()
    setTexts(texts.filter((each) => each !== text))
  }
  return (
    <div className="mt-6 space-y-6">
      {texts.map((text, index) => (
        <Left key={index} promptKey={promptKey} text={text} onForget={() => forget(text)} />
      ))}
    </div>
  )
}

interface LeftProps {
  promptKey: PromptKey
  text: LeftText
  onForget: () => void
}

function Left({ promptKey, text: { content }, onForget }: LeftProps) {
  const navigate = useNavigate()
  const take = useTakeText()
  const onMade = (made: Prompt) => {
    queryClient.setQueryData(promptQuery({ ...promptKey, promptId: made.id }).queryKey, made)
    onForget()
    void navigate({
      to: '/projects/$projectId/prompts/$promptSetId/edit/$promptId',
      params: { ...promptKey, promptId: made.id },
    })
  }
  return (
    <Section title="Text that had not reached FORGE" detail="It is kept in this browser.">
      <pre
        tabIndex={0}
        role="region"
        aria-label="Your text"
        dir="auto"
        className="max-h-96 overflow-auto rounded-md border border-line bg-surface p-3 font-mono break-words whitespace-pre-wrap"
      >
        {textOf(content)}
      </pre>
      <TextOffer {...{ promptKey, content, onMade }} onTake={(to) => take(content, to, onForget)} />
      <Button
        look="quiet"
        className="mt-2"
        onClick={() => {
          onForget()
          done('Your text is dismissed.')
        }}
      >
        Dismiss
      </Button>
    </Section>
  )
}
