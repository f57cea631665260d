import type { PromptSet } from '@anvil/shared/api'
import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { messageOf } from '../../components/problem.js'
import { Button } from '../../components/button.js'
import { saveFile } from '../../lib/save-file.js'
import { fetchBundle, fetchExport } from './api.js'
import { DRAFT, fileName } from './say-version.js'

interface DownloadButtonProps {
  set: PromptSet
  /** A version's number, or the draft. */
  side: string
  /** The bundle as it travels, or what an import takes. */
  form: 'bundle' | 'export'
}

/** Saves a version, or the draft, as a file. */
export function DownloadButton({ set, side, form }: DownloadButtonProps) {
  const key = { projectId: set.project_id, promptSetId: set.id }
  const save = useMutation({
    mutationFn: async () =>
      saveFile(fileName(set, side, form), await (form === 'bundle' ? fetchBundle : fetchExport)(key, side)),
  })
  return (
    <>
      <Button busy={save.isPending} onClick={() => save.mutate()}>
        <Download aria-hidden="true" className="size-4" />
        Download {side === DRAFT ? 'the draft' : form}
      </Button>
      {save.error && (
        <p role="alert" className="basis-full break-words text-bad">
          {messageOf(save.error)}
        </p>
      )}
    </>
  )
}
