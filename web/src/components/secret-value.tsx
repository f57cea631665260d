import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.js'
import { CopyButton } from './copy-button.js'

/** A secret: hidden until it is asked for, and copied without being shown. */
export function SecretValue({ what, value }: { what: string; value: string }) {
  const [isShown, setShown] = useState(false)
  const Icon = isShown ? EyeOff : Eye
  return (
    <div className="space-y-2">
      <code className="block rounded-md bg-sunken px-3 py-2 font-mono break-all">
        {isShown ? value : '•'.repeat(24)}
      </code>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setShown(!isShown)} aria-label={`${isShown ? 'Hide' : 'Show'} ${what}`}>
          <Icon aria-hidden="true" className="size-4" />
          {isShown ? 'Hide' : 'Show'}
        </Button>
        <CopyButton what={what} text={value} />
      </div>
    </div>
  )
}
