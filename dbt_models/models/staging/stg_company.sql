select
    cast(company_id as string) as company_id,
    cast(uscc as string) as uscc,
    cast(registration_no as string) as registration_no,
    cast(register_id as string) as register_id,
    cast(name as string) as name,
    cast(former_names as string) as former_names,
    cast(county_code as string) as county_code,
    cast(zone_code as string) as zone_code,
    cast(county_basis as string) as county_basis,
    cast(is_provisional as boolean) as is_provisional,
    cast(evidence as string) as evidence,
    cast(source as string) as source
from {{ source('matching', 'company') }}
