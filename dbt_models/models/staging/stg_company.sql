select
    cast(company_id as varchar) as company_id,
    cast(uscc as varchar) as uscc,
    cast(registration_no as varchar) as registration_no,
    cast(register_id as varchar) as register_id,
    cast(name as varchar) as name,
    cast(former_names as varchar) as former_names,
    cast(county_code as varchar) as county_code,
    cast(zone_code as varchar) as zone_code,
    cast(county_basis as varchar) as county_basis,
    cast(is_provisional as boolean) as is_provisional,
    cast(evidence as varchar) as evidence,
    cast(source as varchar) as source
from {{ source('matching', 'company') }}
