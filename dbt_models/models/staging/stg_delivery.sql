select
    cast(source as string) as source,
    cast(delivery_date as date) as delivery_date,
    cast(files as string) as files,
    cast(file_hash as string) as file_hash,
    cast(status as string) as status,
    cast(rows_read as bigint) as rows_read,
    cast(rows_accepted as bigint) as rows_accepted,
    cast(rows_quarantined as bigint) as rows_quarantined,
    cast(problem as string) as problem,
    cast(remedy as string) as remedy,
    cast(is_latest_good as boolean) as is_latest_good,
    cast(rows_added as bigint) as rows_added,
    cast(rows_removed as bigint) as rows_removed,
    cast(rows_changed as bigint) as rows_changed,
    cast(rows_repeated as bigint) as rows_repeated
from {{ source('lake', 'delivery') }}
