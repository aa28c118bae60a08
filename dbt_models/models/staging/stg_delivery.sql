select
    cast(source as varchar) as source,
    cast(delivery_date as date) as delivery_date,
    cast(files as varchar) as files,
    cast(file_hash as varchar) as file_hash,
    cast(status as varchar) as status,
    cast(rows_read as bigint) as rows_read,
    cast(rows_accepted as bigint) as rows_accepted,
    cast(rows_quarantined as bigint) as rows_quarantined,
    cast(problem as varchar) as problem,
    cast(remedy as varchar) as remedy,
    cast(is_latest_good as boolean) as is_latest_good,
    cast(rows_added as bigint) as rows_added,
    cast(rows_removed as bigint) as rows_removed,
    cast(rows_changed as bigint) as rows_changed,
    cast(rows_repeated as bigint) as rows_repeated
from {{ source('lake', 'delivery') }}
