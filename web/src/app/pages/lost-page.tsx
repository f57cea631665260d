import { Link } from '@tanstack/react-router'
import { PageHead } from '../../components/page-head.js'

/** An address at which there is nothing. */
export function LostPage() {
  return (
    <div className="max-w-xl">
      <PageHead title="There is no such page" />
      <p>
        The address may be mistyped, or what was there is gone.{' '}
        <Link to="/" className="font-medium text-accent underline underline-offset-4">
          Go to the start
        </Link>
      </p>
    </div>
  )
}
