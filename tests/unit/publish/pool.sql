-- A small pool of fictional companies, with the columns that the models of dbt_models/ give.
create table stg_run as select date '2026-11-20' as as_of, '141100' as region_code, '吕梁市' as region_name,
    'city' as region_level, true as is_sample;
create table stg_region_county(county_code varchar, county varchar);
insert into stg_region_county values ('141102', '离石区'), ('141130', '交口县'), ('141181', '孝义市');
create table zones(zone_code varchar, zone varchar, host_county_code varchar, city_code varchar, aliases varchar);
insert into zones values ('Z141181', '孝义经开区', '141181', '141100', ''), ('Z141130', '交口经开区', '141130', '141100', ''),
    ('Z140000', '别处经开区', '140999', '140900', '');
create table divisions(county_code varchar, county varchar, city_code varchar, city varchar);
insert into divisions select county_code, county, '141100', '吕梁市' from stg_region_county;
create table tiers(tier varchar, tier_title varchar, ladder_order bigint, track varchar default 'ladder');
insert into tiers(tier, tier_title, ladder_order) values ('innovative_sme', '创新型中小企业', 1), ('city_specialised', '市级专精特新中小企业', 2),
    ('little_giant', '专精特新“小巨人”企业', 4);
create table stg_contract(source varchar, title varchar, publisher varchar, purpose varchar, delivery varchar,
    cadence_days bigint, required boolean, sensitive boolean, answers boolean);
insert into stg_contract values
    ('company_registry', '企业登记信息', '市场监管局', '', 'full', 100, true, false, false),
    ('high_tech_enterprise', '高新技术企业名单', '省科技厅', '', 'append', 400, false, false, false),
    ('credit_blacklist', '失信名单', '信用中国', '', 'full', 40, false, true, false),
    ('tech_sme', '科技型中小企业名单', '省科技厅', '', 'append', 120, false, false, false);
create table stg_delivery(source varchar, delivery_date date, files varchar, file_hash varchar, status varchar,
    rows_read bigint, rows_accepted bigint, rows_quarantined bigint, problem varchar, remedy varchar,
    is_latest_good boolean, rows_added bigint, rows_removed bigint, rows_changed bigint, rows_repeated bigint);
insert into stg_delivery(source, delivery_date, files, file_hash, status, rows_read, rows_accepted, rows_quarantined,
    problem, remedy, is_latest_good) values
    ('company_registry', '2026-10-15', '登记.csv', 'aa', 'read', 60, 58, 2, '', '', true),
    ('high_tech_enterprise', '2025-12-01', '高企.xlsx', 'bb', 'read', 12, 12, 0, '', '', false),
    ('high_tech_enterprise', '2026-11-10', '高企11月.xlsx', 'cc', 'held', 0, 0, 0,
        '表“名单”第2行缺少必需的列“证书编号”（找到“证号”）', '把列名改回“证书编号”后重新提交', false),
    ('credit_blacklist', '2026-05-01', '失信.csv', 'dd', 'held', 0, 0, 0, '编码无法识别', '另存为 UTF-8', false),
    ('credit_blacklist', '2026-08-01', '失信8月.csv', 'ee', 'read', 9, 9, 0, '', '', true);
create table stg_unmapped_heading(source varchar, delivery_date date, file varchar, sheet varchar, "row" integer,
    heading varchar, near varchar, found varchar, remedy varchar);
insert into stg_unmapped_heading values
    ('high_tech_enterprise', '2026-11-10', 'high_tech_enterprise/2026-11-10/高企11月.xlsx', '名单', 2, '证号', '证书编号',
        '不认识的表头', '加到 headings'),
    ('credit_blacklist', '2026-05-01', 'credit_blacklist/2026-05-01/失信.csv', '', 1, '户名', '', '不认识的表头', '改正文件');
create table stg_quarantine(source varchar, delivery_date date, file varchar, sheet varchar, "row" integer,
    "column" varchar, heading varchar, expected varchar, found varchar, reason varchar, remedy varchar, name varchar, place varchar,
    item varchar, told_by varchar, cells varchar, corrected_by varchar);
insert into stg_quarantine values
    ('company_registry', '2026-10-15', '登记.csv', '', 7, 'uscc', '统一社会信用代码', '18位有效代码', '=1+1', '校验位不对', '核对后重发', '某公司', null, null, null, '{}', '登记.csv#表1!3'),
    ('company_registry', '2026-10-15', '登记.csv', '', 9, 'name', '企业名称', '非空', '', '缺企业名称', '补上名称', null, null, null, null, '{}', null);
create table stg_note(source varchar, delivery_date date, file varchar, sheet varchar, "row" integer, "column" varchar,
    heading varchar, found varchar, note varchar);
insert into stg_note values
    ('company_registry', '2026-10-15', 'company_registry/2026-10-15/登记.csv', '填表说明', 0, '', '', '', '按表名是说明页，未读'),
    ('company_registry', '2026-10-15', 'company_registry/2026-10-15/登记.csv', '表1', 61, '', '', '注：不含分支机构', '附注或合计'),
    ('high_tech_enterprise', '2025-12-01', '高企.xlsx', '名单', 0, '', '', '', '有 1 个隐藏行');
create table stg_mention(mention_id varchar, source varchar, name varchar, kind varchar, row_count bigint,
    published_code varchar, first_evidence varchar, folded_name varchar);
insert into stg_mention values ('m1', 'high_tech_enterprise', '虚山甲新材料有限公司', 'organisation', 2, '', '', '虚山甲新材料有限公司'),
    ('m2', 'tech_sme', '虚山已新材料有限公司', 'organisation', 3, '', '', '虚山已新材料有限公司'),
    ('m3', 'credit_blacklist', '远方贸易有限公司', 'organisation', 1, '', 'credit_blacklist/2026-11-12/失信.csv#表1!8', '远方贸易有限公司'),
    ('m4', 'high_tech_enterprise', '王某某', 'person', 1, '', '', '王某某');
create table stg_match(mention_id varchar, decision varchar, company_id varchar, candidate_id varchar,
    candidate_name varchar, rule varchar, probability double, match_evidence varchar);
insert into stg_match values ('m1', 'accept', '91990000MA00000018', null, null, 'exact', 1, '{}'),
    ('m2', 'review', null, '91990000MA00000026', '虚山乙新材料有限公司', 'fuzzy', 0.82, '{}'),
    ('m3', 'none', null, '91990000MA00000026', '虚山乙新材料有限公司', 'unlikely', 0, '{}'), ('m4', 'none', null, null, null, 'person', 0, '{}');
create table stg_company_alias(alias_id varchar, company_id varchar);

create table company(company_id varchar, uscc varchar, name varchar, former_names varchar, county_code varchar,
    county varchar, zone_code varchar, zone varchar, address varchar, industry varchar, size_industry varchar,
    company_type varchar, established_on date, status varchar, is_legal_person boolean, is_provisional boolean,
    in_region boolean, evidence varchar);
insert into company values
    ('91990000MA00000018', '91990000MA00000018', '虚山甲新材料有限公司', '虚山甲材料厂', '141181', '孝义市', 'Z141181', '孝义经开区',
        '孝义市虚山路1号', '金属制品业', '工业', '有限责任公司', '2015-03-01', '存续', true, false, true,
        'company_registry/2026-10-15/登记.csv##2'),
    ('91990000MA00000026', '91990000MA00000026', '虚山乙新材料有限公司', '', '141181', '孝义市', null, null,
        '孝义市虚山路2号', '金属制品业', '工业', '有限责任公司', '2018-03-01', '存续', true, false, true,
        'company_registry/2026-10-15/登记.csv##3'),
    ('91990000MA00000034', '91990000MA00000034', '=HYPERLINK("http://x")科技有限公司', '', '141102', '离石区', null, null,
        '离石区虚水街3号', '软件业', '软件和信息技术服务业', '有限责任公司', '2019-03-01', '存续', true, false, true,
        'company_registry/2026-10-15/登记.csv##4'),
    ('R:990000000000012', '', '虚水丁机械有限公司', '', '141102', '离石区', null, null, '', '', '', '', null, '存续', null, true, true,
        'recognised_title/2024-12-01/公告.pdf#1!5');
alter table company add column has_ended boolean default false;
create table stg_company_name(company_id varchar, name varchar, kind varchar, evidence varchar);
insert into stg_company_name select company_id, name, 'registered', evidence from company;
insert into stg_company_name values ('91990000MA00000018', '虚山甲材料厂', 'former', 'company_registry/2025-10-15/登记.csv##2');
create table title(title_id varchar, company_id varchar, tier varchar, recognised_on date, first_recognised_on date,
    valid_from date, valid_to date, in_force boolean, document varchar, evidence varchar);
insert into title values ('91990000MA00000018|innovative_sme|2024-01-10', '91990000MA00000018', 'innovative_sme',
    '2024-01-10', '2024-01-10', '2024-01-10', '2027-01-09', true, '晋工信发〔2024〕1号', 'recognised_title/2024-12-01/公告.pdf#1!3');

create table cultivation_pool(company_id varchar, uscc varchar, name varchar, county_code varchar, county varchar,
    zone_code varchar, zone varchar, tier varchar, tier_title varchar, is_next boolean, standard_id varchar,
    status varchar, score_min decimal(18,6), score_max decimal(18,6), pass_score decimal(18,6), coverage decimal(18,6),
    signals varchar, titles varchar, missing varchar, missing_count bigint, gaps varchar, exclusions varchar,
    application_note varchar, closeness decimal(18,6), pool_rank bigint, is_provisional boolean, assumption boolean,
    evidence varchar);
insert into cultivation_pool values
    ('91990000MA00000018', '91990000MA00000018', '虚山甲新材料有限公司', '141181', '孝义市', 'Z141181', '孝义经开区',
        'city_specialised', '吕梁市专精特新中小企业', true, 'lvliang_2025', 'ready', 64, 71.5, 60, 0.8, '高新技术企业', '创新型中小企业',
        '近两年主营业务收入', 1, '数字化水平：三级可再得1分', '', '', 0.1, 1, false, true, 'high_tech_enterprise/2025-12-01/高企.xlsx#名单!3'),
    ('91990000MA00000018', '91990000MA00000018', '虚山甲新材料有限公司', '141181', '孝义市', 'Z141181', '孝义经开区',
        'little_giant', '专精特新“小巨人”企业', false, 'miit_2022', 'growing', 20, 40, null, 0.5, '高新技术企业', '创新型中小企业',
        '', 0, '', '', '', 0.5, 9, false, false, 'high_tech_enterprise/2025-12-01/高企.xlsx#名单!3'),
    ('91990000MA00000026', '91990000MA00000026', '虚山乙新材料有限公司', '141181', '孝义市', null, null,
        'city_specialised', '吕梁市专精特新中小企业', true, 'lvliang_2025', 'excluded', 30, 55, 60, 0.6, '发明专利', '',
        '', 0, '', '列入严重失信主体名单', '', null, 1, false, false, 'credit_blacklist/2026-08-01/失信8月.csv##4'),
    ('91990000MA00000034', '91990000MA00000034', '=HYPERLINK("http://x")科技有限公司', '141102', '离石区', null, null,
        'innovative_sme', '创新型中小企业', true, 'miit_2022', 'needs_data', 12.5, 88, 60, 0.2, '科技型中小企业', '',
        '上年度营业收入', 4, '-5%的差距', '', '已申报，等待结果', 0.3, 2, false, false, 'tech_sme/2026-03-01/入库.csv##3'),
    ('R:990000000000012', '', '虚水丁机械有限公司', '141102', '离石区', null, null,
        'innovative_sme', '创新型中小企业', true, 'miit_2022', 'growing', 0, 100, 60, 0, '', '',
        '全部', 9, '', '', '', 0.9, 3, true, false, 'recognised_title/2024-12-01/公告.pdf#1!5');
alter table cultivation_pool add column rest_until date;
create table company_specialist(company_id varchar, specialists varchar, evidence varchar);
insert into company_specialist values ('91990000MA00000018', '虚某（虚山服务中心）', 'service_specialist/2026-11-01/专员.csv##2');
create table feedback_outcomes(outcome varchar, outcome_title varchar, outcome_order integer);
insert into feedback_outcomes values ('not_yours', '不是本地企业', 4), ('wrong_type', '填写类型不对', 8),
    ('superseded', '已被后来的答复取代', 12), ('accepted', '已采用', 15);
create table feedback_outcome(source varchar, evidence varchar, file varchar, sent_by varchar, company_id varchar, name varchar,
    about varchar, told varchar, told_by varchar, told_on date, delivery_date date, outcome varchar, detail varchar,
    outcome_title varchar, for_city boolean, advice varchar, county_code varchar, zone_code varchar,
    is_hidden boolean);
insert into feedback_outcome values
    ('county_feedback', 'county_feedback/2026-11-18/141181_x.xlsx#缺什么问什么!3', 'x', '141181', '91990000MA00000018', '虚山甲新材料有限公司',
        '研发费用（2025）', '120.5', '李四', '2026-11-17', '2026-11-18', 'accepted', '作为县（市、区）核实', '已采用', false, null, '141181', null, false),
    ('county_feedback', 'county_feedback/2026-11-18/141181_x.xlsx#缺什么问什么!9', 'x', '141181', 'R:990000000000012', '虚水丁机械有限公司',
        '研发费用（2025）', '3', '李四', '2026-11-17', '2026-11-18', 'not_yours', null, '不是本地企业', true, '没有采用', '141181', null, true);
create table review_watch(title_id varchar, company_id varchar, uscc varchar, name varchar, county_code varchar,
    county varchar, zone_code varchar, zone varchar, tier varchar, tier_title varchar, recognised_on date, valid_to date,
    days_left bigint, review_standard_id varchar, level varchar, tightest_clause varchar,
    tightest_margin decimal(18,6), reasons varchar, unknowns varchar, action varchar, evidence varchar);
insert into review_watch values ('91990000MA00000018|innovative_sme|2024-01-10', '91990000MA00000018', '91990000MA00000018',
    '虚山甲新材料有限公司', '141181', '孝义市', 'Z141181', '孝义经开区', 'innovative_sme', '创新型中小企业', '2024-01-10', '2027-01-09', 50,
    'miit_2022_review', 'red', '评价得分达到60分', -0.125, '高新技术企业证书将在复核前到期', '上年度研发费用', '年底前重新认定高新技术企业', 'recognised_title/2024-12-01/公告.pdf#1!3');
create table standards(standard_id varchar, tier varchar, title varchar, valid_from date);
insert into standards values ('lvliang_2025', 'city_specialised', '吕梁市专精特新中小企业评价标准', '2025-01-01');
create table metrics(metric varchar, title varchar, unit varchar, kind varchar, ask_whom varchar);
insert into metrics values ('revenue', '上年度营业收入', '万元', 'number', '企业'), ('own_brand', '拥有自主品牌', '', 'flag', '企业'),
    ('rd_expense', '上年度研发费用', '万元', 'number', '企业'),
    ('rd_ratio', '研发费用占比', '%', 'number', '企业'), ('rd_staff_share', '研发人员占比', '%', 'number', '企业'), ('serious_dishonesty', '列入严重失信主体名单', '', 'flag', '信用部门'),
    ('rd_institution_level', '研发机构级别', '', 'text', '科技局');
create table data_request(company_id varchar, name varchar, county_code varchar, zone_code varchar, tier varchar,
    standard_id varchar, metric varchar, fiscal_year integer, metric_title varchar, unit varchar, kind varchar, ask varchar,
    indicator_id varchar, points_at_stake decimal(18,6), clause varchar, ask_whom varchar);
insert into data_request values
    ('91990000MA00000018', '虚山甲新材料有限公司', '141181', 'Z141181', 'city_specialised', 'lvliang_2025', 'revenue', 2025, '上年度营业收入', '万元', 'number', 'data', '', null, '附件2 一（一）2', '企业'),
    ('91990000MA00000018', '虚山甲新材料有限公司', '141181', 'Z141181', 'city_specialised', 'lvliang_2025', 'own_brand', 2025, '拥有自主品牌', '', 'flag', 'data', 'lv10', 3, '附件2 10A', '企业'),
    ('91990000MA00000034', '=HYPERLINK("http://x")科技有限公司', '141102', null, 'innovative_sme', 'miit_2022', 'revenue', 2025, '上年度营业收入', '万元', 'number', 'data', 'in3', 15, '附件1', '企业');
create table pool_change(change varchar, company_id varchar, name varchar, county_code varchar, zone_code varchar,
    tier varchar, "before" varchar, "after" varchar, reason varchar, as_of_before date);
insert into pool_change values
    ('entered', '91990000MA00000034', '=HYPERLINK("http://x")科技有限公司', '141102', null, 'innovative_sme', '', 'needs_data', '新入库科技型中小企业', '2026-11-13'),
    ('status', '91990000MA00000018', '虚山甲新材料有限公司', '141181', 'Z141181', 'city_specialised', 'near', 'ready', '补报研发费用', '2026-11-13');
create table county_progress(county_code varchar, zone_code varchar, place varchar, year bigint, tier varchar,
    tier_title varchar, target bigint, done bigint, in_pool bigint, gap bigint, in_reserve bigint default 0,
    zone_done bigint default 0, zone_in_pool bigint default 0, assumption boolean default true, citation varchar default '附件4');
insert into county_progress(county_code, zone_code, place, year, tier, tier_title, target, done, in_pool, gap) values ('141181', null, '孝义市', 2026, 'innovative_sme', '创新型中小企业', 5, 1, 0, 4),
    ('141181', 'Z141181', '孝义经开区', 2026, 'innovative_sme', '创新型中小企业', 1, 0, 0, 1),
    ('141102', null, '离石区', 2026, 'innovative_sme', '创新型中小企业', 2, 0, 1, 2);
create table award_budget(award_id varchar, county_code varchar, place varchar, year bigint, kind varchar, tier varchar,
    companies_low bigint, companies_high bigint, low decimal(18,6), high decimal(18,6), city_low decimal(18,6),
    city_high decimal(18,6), clause varchar, assumption boolean);
insert into award_budget values ('lvliang_city', '141181', '孝义市', 2026, 'recognition', 'city_specialised', 1, 1, 10, 10, 10, 10,
    '吕梁方案 二（七）15', false);
create table goal_progress(goal_id varchar, region_code varchar, year integer, title varchar, target decimal(18,6), unit varchar,
    companies integer, done_low decimal(18,2), done_high decimal(18,2), missing decimal(18,2), is_told boolean,
    is_partial boolean, how varchar, citation varchar, assumption boolean);
insert into goal_progress values
    ('a', '141100', 2026, '新增创新型中小企业', 30, '户', 5, 5, 5, 25, true, false, '当年首次认定', '吕梁方案 一（一）', false),
    ('b', '140000', null, '专项引导基金', 30000, '万元', 0, null, null, null, false, true, '没有哪份名单能说明', '山西省方案 6', false);
create table service_list(service varchar, company_id varchar, uscc varchar, name varchar,
    county_code varchar, county varchar, zone_code varchar, zone varchar, why varchar, specialists varchar, citation varchar,
    evidence varchar);
insert into service_list values ('unserved', '91990000MA00000026', '91990000MA00000026', '虚山乙新材料有限公司', '141181',
    '孝义市', null, null, '培育对象', null, '吕梁方案 三（二）', '');
create table match_review(mention_id varchar, source varchar, name varchar, published_code varchar, region_code varchar,
    county_code varchar, candidate_id varchar, candidate_name varchar, rule varchar, probability double,
    match_evidence varchar, is_in_pool boolean, effect varchar, row_count bigint, priority bigint, first_evidence varchar);
insert into match_review values ('m2', 'tech_sme', '虚山已新材料有限公司', '', '141181', '141181', '91990000MA00000026',
    '虚山乙新材料有限公司', 'variant', 0.82, '字号差一字；同在孝义市', false, '三类企业之一', 3, 1, 'tech_sme/2026-03-01/入库.csv##7');
create table stg_match_candidate(mention_id varchar, rank bigint, candidate_id varchar, candidate_name varchar,
    probability double, match_evidence varchar);
insert into stg_match_candidate values
    ('m2', 1, '91990000MA00000026', '虚山乙新材料有限公司', 0.82, '[]'),
    ('m2', 2, '91990000MA00000018', '虚山甲新材料有限公司', 0.2, '[]'),
    ('m2', 3, 'R:990000000000012', '虚水丁机械有限公司', 0.1, '[]');
create table company_fact(company_id varchar, metric varchar, metric_title varchar, unit varchar,
    value_low decimal(18,6), value_high decimal(18,6), value_text varchar, period varchar, evidence varchar, note varchar);
insert into company_fact values
    ('91990000MA00000018', 'rd_expense', '上年度研发费用', '万元', 120.5, 120.5, null, '2025', 'company_report/2026-04-01/年报.xlsx#表!2', ''),
    ('91990000MA00000018', 'patent_count', '发明专利', '件', 2, null, null, '', 'patent_grant/2026-01-01/专利.csv##5', '名单不完整，为下限'),
    ('91990000MA00000018', 'serious_dishonesty', '列入严重失信主体名单', '', 0, 0, null, '', '', '名单自2014年起完整，没有'),
    ('91990000MA00000026', 'serious_dishonesty', '列入严重失信主体名单', '', 1, 1, null, '', 'credit_blacklist/2026-08-01/失信8月.csv##4', ''),
    ('91990000MA00000034', 'rd_institution_level', '研发机构级别', '', null, null, '市级', '', 'evidence/2026-05-01/机构.xlsx#1!4', '');
create table history_pool as select date '2026-11-20' as as_of, company_id, name, county_code, zone_code, tier, status,
    score_min, score_max, titles from cultivation_pool;
insert into history_pool select date '2026-11-13', company_id, name, county_code, zone_code, tier, 'near', score_min,
    score_max, titles from cultivation_pool where tier = 'city_specialised';
create table history_review as select date '2026-11-20' as as_of, title_id, company_id, name, county_code, zone_code, tier,
    level from review_watch;
create table row_company(source varchar, evidence varchar, role varchar, owner_rank integer, owner_count integer,
    mention_id varchar, company_id varchar);
insert into row_company values
    ('high_tech_enterprise', 'high_tech_enterprise/2025-12-01/高企.xlsx#名单!3', 'owner', 1, 1, 'm1', '91990000MA00000018'),
    ('high_tech_enterprise', 'high_tech_enterprise/2025-12-01/高企.xlsx#名单!9', 'owner', 1, 1, 'm1', '91990000MA00000018');
create table listing(company_id varchar, source varchar, list_name varchar, is_serious boolean, listed_on date,
    expected_end date, removed_on date, authority varchar, reason varchar, evidence varchar);
insert into listing values
    ('91990000MA00000026', 'credit_blacklist', '失信被执行人', true, '2026-05-05', null, null, '虚山法院', '有履行能力而拒不履行',
        'credit_blacklist/2026-08-01/失信8月.csv##4'),
    ('91990000MA00000026', 'credit_blacklist', '环保黑名单', false, '2025-05-05', null, '2026-01-05', '', '', 'credit_blacklist/2026-08-01/失信8月.csv##5');
create table event(company_id varchar, source varchar, kind varchar, list_name varchar, event_on date, is_grave boolean,
    description varchar, evidence varchar);
insert into event values ('91990000MA00000026', 'penalty', '罚款', '', '2025-02-03', true, '虚山环保局，罚款', 'penalty/2025-03-01/处罚.xlsx#1!2');
create table company_metric(company_id varchar, basis varchar, metric varchar, value_low decimal(18,6),
    value_high decimal(18,6), value_text varchar, period varchar, evidence varchar, note varchar);
insert into company_metric select company_id, 'today', metric, value_low, value_high, value_text, period, evidence, note from company_fact;
create table assessment(company_id varchar, basis varchar, standard_id varchar, purpose varchar, tier varchar,
    basis_on date, status varchar, score_min decimal(18,6), score_max decimal(18,6), pass_score decimal(18,6),
    coverage decimal(18,6), assumption boolean);
insert into assessment values
    ('91990000MA00000018', 'today', 'lvliang_2025', 'new', 'city_specialised', '2026-11-20', 'person', 64, 71.5, 60, 0.8, true),
    ('91990000MA00000018', 'review:x', 'lvliang_2025', 'review', 'city_specialised', '2027-01-08', 'not_met', 50, 55, 60, 0.8, true);
create table clause_result(company_id varchar, basis varchar, standard_id varchar, role varchar, route varchar,
    clause varchar, status varchar, margin decimal(18,6), text varchar, citation varchar, assumption boolean);
insert into clause_result values
    ('91990000MA00000018', 'today', 'lvliang_2025', 'route', 'by_score', 'score', 'met', 0.0667, '评价得分达到60分以上', '附件2 一（一）3', true),
    ('91990000MA00000018', 'today', 'lvliang_2025', 'route', 'by_score', 'rd', 'met', 1.41, '上年度研发费用不低于50万元', '附件2 一（一）1', true),
    ('91990000MA00000018', 'today', 'lvliang_2025', 'base', 'base', 'incident', 'person', null, '近三年未发生重大事故', '附件1 第三条4', false);
create table conditions(condition_id varchar, standard_id varchar, role varchar, route varchar, route_title varchar,
    clause varchar, alternative bigint, row_no bigint, metric varchar, operator varchar, value decimal(18,6));
insert into conditions values
    ('a', 'lvliang_2025', 'base', 'base', '基本条件', 'incident', 1, 1, 'incident_3y', 'is_false', null),
    ('b', 'lvliang_2025', 'route', 'by_score', '得分达标', 'rd', 1, 1, 'rd_expense', '>=', 50),
    ('c', 'lvliang_2025', 'route', 'by_score', '得分达标', 'score', 1, 1, 'score_total', '>=', 60);
create table condition_result as select c.company_id, c.basis, c.standard_id, c.role, c.route, c.clause, d.metric
    from clause_result c join conditions d using (standard_id, role, route, clause);
create table categories(standard_id varchar, category_id varchar, category_order bigint, title varchar);
insert into categories values ('lvliang_2025', 'innovation', 5, '创新能力');
create table indicators(standard_id varchar, category_id varchar, indicator_id varchar, indicator_order bigint,
    title varchar, citation varchar, combine varchar, full_points decimal(10,2));
insert into indicators values ('lvliang_2025', 'innovation', 'lv13', 13, '上年度研发费用投入', '附件2 五13', 'best', 10),
    ('lvliang_2025', 'innovation', 'lv14', 14, '上年度研发人员占比', '附件2 五14', 'best', 5);
create table bands(standard_id varchar, indicator_id varchar, metric varchar, lower_bound decimal(18,6), lower_inclusive boolean,
    upper_bound decimal(18,6), upper_inclusive boolean, per_unit decimal(18,6), points decimal(10,2), text varchar,
    citation varchar, border_assumption boolean, assumption boolean);
insert into bands values
    ('lvliang_2025', 'lv13', 'rd_expense', 500, true, null, false, null, 10, '500万元以上', '附件2 五13A', true, false),
    ('lvliang_2025', 'lv13', 'rd_expense', 200, true, 500, false, null, 4, '200万元～500万元', '附件2 五13D', true, false),
    ('lvliang_2025', 'lv13', 'rd_expense', null, false, 200, false, null, 2, '不到200万元', '附件2 五13E', false, false);
create table metric_score(company_id varchar, basis varchar, standard_id varchar, indicator_id varchar, metric varchar,
    value_low decimal(18,6), value_high decimal(18,6), score_min decimal(10,2), score_max decimal(10,2), assumption boolean);
insert into metric_score values
    ('91990000MA00000018', 'today', 'lvliang_2025', 'lv13', 'rd_expense', 120.5, 120.5, 2, 2, false);
create table indicator_score(company_id varchar, basis varchar, standard_id varchar, category_id varchar,
    indicator_id varchar, score_min decimal(18,6), score_max decimal(18,6), full_points decimal(18,6), is_known boolean,
    assumption boolean, value_low decimal(18,6), value_high decimal(18,6), metrics varchar);
create table category_score(company_id varchar, basis varchar, standard_id varchar, category_id varchar,
    score_min decimal(18,6), score_max decimal(18,6));
insert into category_score values ('91990000MA00000018', 'today', 'lvliang_2025', 'innovation', 7, 15);
insert into indicator_score values
    ('91990000MA00000018', 'today', 'lvliang_2025', 'innovation', 'lv13', 2, 10, 10, false, true, 120.5, 120.5, 'rd_expense;rd_ratio'),
    ('91990000MA00000018', 'today', 'lvliang_2025', 'innovation', 'lv14', 5, 5, 5, true, false, 25, 25, 'rd_staff_share');

create table publication as select date '2026-11-20' as as_of, date '2026-11-13' as as_of_before, false as is_first;
create table review_outcome(title_id varchar, company_id varchar, tier varchar, cohort_on date, outcome varchar, how varchar,
    decided_on date);
alter table assessment add column best_route varchar default 'by_score';
alter table conditions add column text varchar default '上年度研发费用总额不低于50万元';
alter table conditions add column citation varchar default '附件2 一（一）1';
create or replace table clause_result as select c.*, case status when 'met' then 3 when 'person' then 2 else 0 end as status_code,
    d.condition_id as deciding_id from clause_result c join conditions d using (standard_id, role, route, clause) order by c.rowid;
create or replace table condition_result as select c.company_id, c.basis, c.standard_id, c.role, c.route, c.clause, d.metric,
    d.alternative, d.condition_id, d.operator, d.value as bound, m.value_low, m.value_high, c.status_code, c.assumption
    from clause_result c join conditions d using (standard_id, role, route, clause)
    left join company_metric m on m.company_id = c.company_id and m.basis = c.basis and m.metric = d.metric;
alter table data_request add column purpose varchar default 'new';
alter table review_watch add column document varchar;
alter table review_watch add column opens_on date;
alter table review_watch add column company_by date;
alter table review_watch add column closes_on date;
alter table review_watch add column window_assumed boolean;
alter table review_watch add column window_citation varchar;
alter table review_watch add column why_standard varchar;
alter table review_watch add column needs varchar;
alter table review_watch add column duties varchar;
alter table review_watch add column review_on date;
create table published_fact as select company_id, metric, value_low, value_high, value_text, evidence from company_fact;
alter table pool_change add column evidence varchar;
create table change_fact(company_id varchar, metric varchar, title varchar, "before" varchar, "after" varchar, evidence varchar);
insert into change_fact values ('91990000MA00000034', 'tech_sme_valid', '科技型中小企业入库在有效期内', '否', '是', 'tech_sme/2026-10-20/名单.html#表1!7');
create table company_year(company_id varchar, fiscal_year integer, item varchar, value decimal(18,6), trust varchar,
    is_disputed boolean, evidence varchar);
insert into company_year values
    ('91990000MA00000018', 2025, 'rd_expense', 120.5, 'company_report', false, 'company_report/2026-04-01/报表.xlsx#填报!4'),
    ('91990000MA00000018', 2025, 'on_cloud', 0, 'company_report', false, 'company_report/2026-04-01/报表.xlsx#填报!4'),
    ('91990000MA00000018', 2023, 'staff', 88, 'company_report', false, 'company_report/2024-04-01/报表.xlsx#填报!4'),
    ('91990000MA00000026', 2025, 'staff', 45, 'company_report', false, 'company_report/2026-04-01/报表.xlsx#填报!5');
create table claim_in_doubt(company_id varchar, source varchar, claim varchar, names varchar, evidence varchar);
