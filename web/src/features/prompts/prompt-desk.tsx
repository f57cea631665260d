import type { PromptSetStatus } from '@anvil/shared'
import type { Prompt } from '@anvil/shared/api'
import { type ReactNode, useEffect } from 'react'
import { Section } from '../../components/section.js'
import { Skeleton } from '../../components/skeleton.js'
import { useEditing } from '../events/use-editing.js'
import type { PromptKey } from './api.js'
import type { Content } from './content.js'
import { findIds } from './find-ids.js'
import { KeeperNotices } from './keeper-notices.js'
import { MessageList } from './message-list.js'
import { Preview } from './preview.js'
import { ProblemList } from './problem-list.js'
import { PromptSide } from './prompt-side.js'
import { SavedNews, SavedState } from './saved-state.js'
import type { Names } from './template-completion.js'
import { TemplateEditor } from './template-editor.js'
import { usePromptKeeper } from './use-prompt-keeper.js'
import { useWhyNoEdit } from './use-why-no-edit.js'
import { usePromptParts } from './use-prompt-parts.js'
import { useSettled } from './use-settled.js'

const NO_VARIABLES = {}

interface PromptDeskProps {
  promptKey: PromptKey
  prompt: Prompt
  /** How its set stands, once that is known. */
  status: PromptSetStatus | undefined
  /** What comes next for its set. */
  next: ReactNode
}

/** Where a prompt is written: its text above what it renders to, and beside it what belongs to it. */
export function PromptDesk({ promptKey, prompt, status, next }: PromptDeskProps) {
  const because = useWhyNoEdit(promptKey.projectId, status)
  const isReadOnly = because !== undefined
  const { keeper, kept } = usePromptKeeper(promptKey, prompt)
  const { content } = kept
  useEditing(promptKey, status !== undefined && !isReadOnly)
  useEffect(() => {
    if (!isReadOnly) void keeper.flush()
  }, [keeper, isReadOnly])
  const shown = useSettled(content)
  const parts = usePromptParts(promptKey, shown, content.variables ?? NO_VARIABLES)
  const missing = parts.includes.texts.flatMap(({ problem }) => problem ?? [])
  const names: Names = {
    variables: Object.keys(content.variables ?? {}),
    findIds: (typed, signal) => findIds(promptKey, typed, signal),
  }
  return (
    <>
      <SavedNews kept={kept} />
      <KeeperNotices {...{ promptKey, keeper, kept, because }} />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0 space-y-3">
          <Writing {...{ content, names, isReadOnly }} onChange={(written) => keeper.change(written)} />
          <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
            {!isReadOnly || kept.standing.is !== 'saved' ? <SavedState kept={kept} /> : <span />}
            {next}
          </div>
          {parts.includes.isReady ? (
            <>
              <ProblemList content={shown} prompt={prompt} missing={missing} />
              <div className="pt-3">
                <Section title="Preview">
                  <Preview {...parts.preview} />
                </Section>
              </div>
            </>
          ) : (
            <Skeleton lines={4} />
          )}
        </div>
        <PromptSide {...{ promptKey, content, parts, status, because, keeper }} />
      </div>
    </>
  )
}

interface WritingProps {
  content: Content
  names: Names
  isReadOnly: boolean
  onChange: (content: Content) => void
}

function Writing({ content, names, isReadOnly, onChange }: WritingProps) {
  if (content.kind === 'chat') return <MessageList chat={content} {...{ names, isReadOnly, onChange }} />
  return (
    <TemplateEditor
      label="Text of the prompt"
      value={content.template}
      delimiters={content.delimiters}
      {...{ names, isReadOnly }}
      onChange={(template) => onChange({ ...content, template })}
    />
  )
}
