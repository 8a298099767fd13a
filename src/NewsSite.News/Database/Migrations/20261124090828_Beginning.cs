using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using NpgsqlTypes;

#nullable disable

namespace NewsSite.News.Database.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(NewsroomDb))]
    [Migration("20261124090828_Beginning")]
    public partial class Beginning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(name: "newsroom");

            migrationBuilder.EnsureSchema(name: "site");

            migrationBuilder.AddTextSearch();

            migrationBuilder.CreateTable(
                name: "audit_entry",
                schema: "newsroom",
                columns: table => new
                {
                    id = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation(
                            "Npgsql:ValueGenerationStrategy",
                            NpgsqlValueGenerationStrategy.IdentityByDefaultColumn
                        ),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    staff_member_id = table.Column<long>(type: "bigint", nullable: true),
                    act = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    subject = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    detail = table.Column<string>(type: "text", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entry", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "category",
                schema: "newsroom",
                columns: table => new
                {
                    id = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation(
                            "Npgsql:ValueGenerationStrategy",
                            NpgsqlValueGenerationStrategy.IdentityByDefaultColumn
                        ),
                    slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    description = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    colour_key = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    parent_id = table.Column<long>(type: "bigint", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false),
                    replaced_by_id = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_category", x => x.id);
                    table.ForeignKey(
                        name: "fk_category_category_parent_id",
                        column: x => x.parent_id,
                        principalSchema: "newsroom",
                        principalTable: "category",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                    table.ForeignKey(
                        name: "fk_category_category_replaced_by_id",
                        column: x => x.replaced_by_id,
                        principalSchema: "newsroom",
                        principalTable: "category",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "category",
                schema: "site",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    slug = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    colour_key = table.Column<string>(type: "text", nullable: false),
                    parent_id = table.Column<long>(type: "bigint", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_category1", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                schema: "newsroom",
                columns: table => new
                {
                    id = table
                        .Column<int>(type: "integer", nullable: false)
                        .Annotation(
                            "Npgsql:ValueGenerationStrategy",
                            NpgsqlValueGenerationStrategy.IdentityByDefaultColumn
                        ),
                    friendly_name = table.Column<string>(type: "text", nullable: true),
                    xml = table.Column<string>(type: "text", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "former_slug",
                schema: "newsroom",
                columns: table => new
                {
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    target_id = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_former_slug", x => new { x.kind, x.slug });
                }
            );

            migrationBuilder.CreateTable(
                name: "former_slug",
                schema: "site",
                columns: table => new
                {
                    kind = table.Column<string>(type: "text", nullable: false),
                    slug = table.Column<string>(type: "text", nullable: false),
                    target_id = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_former_slug1", x => new { x.kind, x.slug });
                }
            );

            migrationBuilder.CreateTable(
                name: "picture",
                schema: "newsroom",
                columns: table => new
                {
                    id = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation(
                            "Npgsql:ValueGenerationStrategy",
                            NpgsqlValueGenerationStrategy.IdentityByDefaultColumn
                        ),
                    file_name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    width = table.Column<int>(type: "integer", nullable: false),
                    height = table.Column<int>(type: "integer", nullable: false),
                    alt = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    caption = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    credit = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    focal_x = table.Column<int>(type: "integer", nullable: false),
                    focal_y = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_picture", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "picture",
                schema: "site",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    width = table.Column<int>(type: "integer", nullable: false),
                    height = table.Column<int>(type: "integer", nullable: false),
                    alt = table.Column<string>(type: "text", nullable: false),
                    caption = table.Column<string>(type: "text", nullable: true),
                    credit = table.Column<string>(type: "text", nullable: true),
                    focal_x = table.Column<int>(type: "integer", nullable: false),
                    focal_y = table.Column<int>(type: "integer", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_picture1", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "staff_member",
                schema: "newsroom",
                columns: table => new
                {
                    id = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation(
                            "Npgsql:ValueGenerationStrategy",
                            NpgsqlValueGenerationStrategy.IdentityByDefaultColumn
                        ),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    role = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    disabled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_user_name = table.Column<string>(
                        type: "character varying(256)",
                        maxLength: 256,
                        nullable: true
                    ),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_email = table.Column<string>(
                        type: "character varying(256)",
                        maxLength: 256,
                        nullable: true
                    ),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    security_stamp = table.Column<string>(type: "text", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true),
                    phone_number = table.Column<string>(type: "text", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_member", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "tag",
                schema: "newsroom",
                columns: table => new
                {
                    id = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation(
                            "Npgsql:ValueGenerationStrategy",
                            NpgsqlValueGenerationStrategy.IdentityByDefaultColumn
                        ),
                    slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    description = table.Column<string>(
                        type: "character varying(1000)",
                        maxLength: 1000,
                        nullable: true
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tag1", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "tag",
                schema: "site",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    slug = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tag", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "withdrawn_article",
                schema: "site",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_withdrawn_article", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "article",
                schema: "site",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    version_number = table.Column<int>(type: "integer", nullable: false),
                    slug = table.Column<string>(type: "text", nullable: false),
                    headline = table.Column<string>(type: "text", nullable: false),
                    standfirst = table.Column<string>(type: "text", nullable: true),
                    body_html = table.Column<string>(type: "text", nullable: false),
                    body_text = table.Column<string>(type: "text", nullable: false),
                    word_count = table.Column<int>(type: "integer", nullable: false),
                    primary_category_id = table.Column<long>(type: "bigint", nullable: false),
                    dateline = table.Column<string>(type: "text", nullable: true),
                    source_credit = table.Column<string>(type: "text", nullable: true),
                    source_url = table.Column<string>(type: "text", nullable: true),
                    picture_id = table.Column<long>(type: "bigint", nullable: true),
                    first_published_at = table.Column<DateTimeOffset>(
                        type: "timestamp with time zone",
                        nullable: false
                    ),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    breaking_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    search = table.Column<NpgsqlTsVector>(
                        type: "tsvector",
                        nullable: true,
                        computedColumnSql: "setweight(to_tsvector('site.news', translate(headline, '’‘', '''''')), 'A')\n|| setweight(to_tsvector('site.news', translate(coalesce(standfirst, ''), '’‘', '''''')), 'B')\n|| setweight(to_tsvector('site.news', translate(body_text, '’‘', '''''')), 'D')",
                        stored: true
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_article1", x => x.id);
                    table.ForeignKey(
                        name: "fk_article_published_category_primary_category_id",
                        column: x => x.primary_category_id,
                        principalSchema: "site",
                        principalTable: "category",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                    table.ForeignKey(
                        name: "fk_article_published_picture_picture_id",
                        column: x => x.picture_id,
                        principalSchema: "site",
                        principalTable: "picture",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "author",
                schema: "site",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    slug = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: true),
                    biography = table.Column<string>(type: "text", nullable: true),
                    portrait_id = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_author1", x => x.id);
                    table.ForeignKey(
                        name: "fk_author_published_picture_portrait_id",
                        column: x => x.portrait_id,
                        principalSchema: "site",
                        principalTable: "picture",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "article",
                schema: "newsroom",
                columns: table => new
                {
                    id = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation(
                            "Npgsql:ValueGenerationStrategy",
                            NpgsqlValueGenerationStrategy.IdentityByDefaultColumn
                        ),
                    key = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    head_number = table.Column<int>(type: "integer", nullable: false),
                    live_number = table.Column<int>(type: "integer", nullable: true),
                    slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    first_published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    breaking_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_reason = table.Column<string>(
                        type: "character varying(300)",
                        maxLength: 300,
                        nullable: true
                    ),
                    created_by_id = table.Column<long>(type: "bigint", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_article", x => x.id);
                    table.ForeignKey(
                        name: "fk_article_asp_net_users_created_by_id",
                        column: x => x.created_by_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "author",
                schema: "newsroom",
                columns: table => new
                {
                    id = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation(
                            "Npgsql:ValueGenerationStrategy",
                            NpgsqlValueGenerationStrategy.IdentityByDefaultColumn
                        ),
                    slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    role = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    biography = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    portrait_id = table.Column<long>(type: "bigint", nullable: true),
                    staff_member_id = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_author", x => x.id);
                    table.ForeignKey(
                        name: "fk_author_asp_net_users_staff_member_id",
                        column: x => x.staff_member_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                    table.ForeignKey(
                        name: "fk_author_pictures_portrait_id",
                        column: x => x.portrait_id,
                        principalSchema: "newsroom",
                        principalTable: "picture",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "staff_claim",
                schema: "newsroom",
                columns: table => new
                {
                    id = table
                        .Column<int>(type: "integer", nullable: false)
                        .Annotation(
                            "Npgsql:ValueGenerationStrategy",
                            NpgsqlValueGenerationStrategy.IdentityByDefaultColumn
                        ),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true),
                    claim_value = table.Column<string>(type: "text", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_claim", x => x.id);
                    table.ForeignKey(
                        name: "fk_staff_claim_staff_member_user_id",
                        column: x => x.user_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "staff_login",
                schema: "newsroom",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    provider_key = table.Column<string>(type: "text", nullable: false),
                    provider_display_name = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_login", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "fk_staff_login_staff_member_user_id",
                        column: x => x.user_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "staff_token",
                schema: "newsroom",
                columns: table => new
                {
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "pk_staff_token",
                        x => new
                        {
                            x.user_id,
                            x.login_provider,
                            x.name,
                        }
                    );
                    table.ForeignKey(
                        name: "fk_staff_token_staff_member_user_id",
                        column: x => x.user_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "article_category",
                schema: "site",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    category_id = table.Column<long>(type: "bigint", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: true),
                    first_published_at = table.Column<DateTimeOffset>(
                        type: "timestamp with time zone",
                        nullable: false
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_article_category", x => new { x.article_id, x.category_id });
                    table.ForeignKey(
                        name: "fk_article_category_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "site",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade
                    );
                    table.ForeignKey(
                        name: "fk_article_category_category_category_id",
                        column: x => x.category_id,
                        principalSchema: "site",
                        principalTable: "category",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "article_tag",
                schema: "site",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    tag_id = table.Column<long>(type: "bigint", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    first_published_at = table.Column<DateTimeOffset>(
                        type: "timestamp with time zone",
                        nullable: false
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_article_tag", x => new { x.article_id, x.tag_id });
                    table.ForeignKey(
                        name: "fk_article_tag_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "site",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade
                    );
                    table.ForeignKey(
                        name: "fk_article_tag_tag_tag_id",
                        column: x => x.tag_id,
                        principalSchema: "site",
                        principalTable: "tag",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "article_byline",
                schema: "site",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    author_id = table.Column<long>(type: "bigint", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    first_published_at = table.Column<DateTimeOffset>(
                        type: "timestamp with time zone",
                        nullable: false
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_article_byline", x => new { x.article_id, x.author_id });
                    table.ForeignKey(
                        name: "fk_article_byline_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "site",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade
                    );
                    table.ForeignKey(
                        name: "fk_article_byline_author_author_id",
                        column: x => x.author_id,
                        principalSchema: "site",
                        principalTable: "author",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "article_version",
                schema: "newsroom",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    based_on = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by_id = table.Column<long>(type: "bigint", nullable: true),
                    created_by_name = table.Column<string>(
                        type: "character varying(100)",
                        maxLength: 100,
                        nullable: false
                    ),
                    reason = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    author_ids = table.Column<long[]>(type: "bigint[]", nullable: false),
                    body = table.Column<string>(type: "character varying(200000)", maxLength: 200000, nullable: false),
                    dateline = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    further_category_ids = table.Column<long[]>(type: "bigint[]", nullable: false),
                    headline = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    picture_id = table.Column<long>(type: "bigint", nullable: true),
                    primary_category_id = table.Column<long>(type: "bigint", nullable: true),
                    source_credit = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: true
                    ),
                    source_url = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    standfirst = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    tag_ids = table.Column<long[]>(type: "bigint[]", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_article_version", x => new { x.article_id, x.number });
                    table.ForeignKey(
                        name: "fk_article_version_article_article_id",
                        column: x => x.article_id,
                        principalSchema: "newsroom",
                        principalTable: "article",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                    table.ForeignKey(
                        name: "fk_article_version_asp_net_users_created_by_id",
                        column: x => x.created_by_id,
                        principalSchema: "newsroom",
                        principalTable: "staff_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateIndex(
                name: "ix_article_created_by_id",
                schema: "newsroom",
                table: "article",
                column: "created_by_id"
            );

            migrationBuilder.CreateIndex(
                name: "ix_article_key",
                schema: "newsroom",
                table: "article",
                column: "key",
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "ix_article_state_changed_at_id",
                schema: "newsroom",
                table: "article",
                columns: new[] { "state", "changed_at", "id" },
                descending: new[] { false, true, true }
            );

            migrationBuilder.CreateIndex(
                name: "ix_article_breaking_until",
                schema: "site",
                table: "article",
                column: "breaking_until",
                filter: "breaking_until is not null"
            );

            migrationBuilder.CreateIndex(
                name: "ix_article_first_published_at_id",
                schema: "site",
                table: "article",
                columns: new[] { "first_published_at", "id" },
                descending: new bool[0]
            );

            migrationBuilder.CreateIndex(
                name: "ix_article_picture_id",
                schema: "site",
                table: "article",
                column: "picture_id"
            );

            migrationBuilder.CreateIndex(
                name: "ix_article_primary_category_id",
                schema: "site",
                table: "article",
                column: "primary_category_id"
            );

            migrationBuilder
                .CreateIndex(name: "ix_article_search", schema: "site", table: "article", column: "search")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_article_byline_author_id_first_published_at_article_id",
                schema: "site",
                table: "article_byline",
                columns: new[] { "author_id", "first_published_at", "article_id" },
                descending: new[] { false, true, true }
            );

            migrationBuilder.CreateIndex(
                name: "ix_article_category_category_id_first_published_at_article_id",
                schema: "site",
                table: "article_category",
                columns: new[] { "category_id", "first_published_at", "article_id" },
                descending: new[] { false, true, true }
            );

            migrationBuilder.CreateIndex(
                name: "ix_article_tag_tag_id_first_published_at_article_id",
                schema: "site",
                table: "article_tag",
                columns: new[] { "tag_id", "first_published_at", "article_id" },
                descending: new[] { false, true, true }
            );

            migrationBuilder.CreateIndex(
                name: "ix_article_version_created_by_id",
                schema: "newsroom",
                table: "article_version",
                column: "created_by_id"
            );

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_subject_id",
                schema: "newsroom",
                table: "audit_entry",
                columns: new[] { "subject", "id" }
            );

            migrationBuilder.CreateIndex(
                name: "ix_author_portrait_id",
                schema: "newsroom",
                table: "author",
                column: "portrait_id"
            );

            migrationBuilder.CreateIndex(
                name: "ix_author_slug",
                schema: "newsroom",
                table: "author",
                column: "slug",
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "ix_author_staff_member_id",
                schema: "newsroom",
                table: "author",
                column: "staff_member_id"
            );

            migrationBuilder.CreateIndex(
                name: "ix_author_portrait_id1",
                schema: "site",
                table: "author",
                column: "portrait_id"
            );

            migrationBuilder.CreateIndex(
                name: "ix_author_slug1",
                schema: "site",
                table: "author",
                column: "slug",
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "ix_category_parent_id",
                schema: "newsroom",
                table: "category",
                column: "parent_id"
            );

            migrationBuilder.CreateIndex(
                name: "ix_category_replaced_by_id",
                schema: "newsroom",
                table: "category",
                column: "replaced_by_id"
            );

            migrationBuilder.CreateIndex(
                name: "ix_category_slug",
                schema: "newsroom",
                table: "category",
                column: "slug",
                unique: true,
                filter: "replaced_by_id is null"
            );

            migrationBuilder.CreateIndex(
                name: "ix_category_slug1",
                schema: "site",
                table: "category",
                column: "slug",
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "ix_picture_file_name",
                schema: "newsroom",
                table: "picture",
                column: "file_name"
            );

            migrationBuilder.CreateIndex(
                name: "ix_picture_file_name1",
                schema: "site",
                table: "picture",
                column: "file_name"
            );

            migrationBuilder.CreateIndex(
                name: "ix_staff_claim_user_id",
                schema: "newsroom",
                table: "staff_claim",
                column: "user_id"
            );

            migrationBuilder.CreateIndex(
                name: "ix_staff_login_user_id",
                schema: "newsroom",
                table: "staff_login",
                column: "user_id"
            );

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                schema: "newsroom",
                table: "staff_member",
                column: "normalized_email",
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                schema: "newsroom",
                table: "staff_member",
                column: "normalized_user_name",
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "ix_tag_slug1",
                schema: "newsroom",
                table: "tag",
                column: "slug",
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "ix_tag_slug",
                schema: "site",
                table: "tag",
                column: "slug",
                unique: true
            );

            migrationBuilder.AddAppendOnly();
            migrationBuilder.AddReaderRole();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "article_byline", schema: "site");

            migrationBuilder.DropTable(name: "article_category", schema: "site");

            migrationBuilder.DropTable(name: "article_tag", schema: "site");

            migrationBuilder.DropTable(name: "article_version", schema: "newsroom");

            migrationBuilder.DropTable(name: "audit_entry", schema: "newsroom");

            migrationBuilder.DropTable(name: "author", schema: "newsroom");

            migrationBuilder.DropTable(name: "category", schema: "newsroom");

            migrationBuilder.DropTable(name: "data_protection_keys", schema: "newsroom");

            migrationBuilder.DropTable(name: "former_slug", schema: "newsroom");

            migrationBuilder.DropTable(name: "former_slug", schema: "site");

            migrationBuilder.DropTable(name: "staff_claim", schema: "newsroom");

            migrationBuilder.DropTable(name: "staff_login", schema: "newsroom");

            migrationBuilder.DropTable(name: "staff_token", schema: "newsroom");

            migrationBuilder.DropTable(name: "tag", schema: "newsroom");

            migrationBuilder.DropTable(name: "withdrawn_article", schema: "site");

            migrationBuilder.DropTable(name: "author", schema: "site");

            migrationBuilder.DropTable(name: "article", schema: "site");

            migrationBuilder.DropTable(name: "tag", schema: "site");

            migrationBuilder.DropTable(name: "article", schema: "newsroom");

            migrationBuilder.DropTable(name: "picture", schema: "newsroom");

            migrationBuilder.DropTable(name: "category", schema: "site");

            migrationBuilder.DropTable(name: "picture", schema: "site");

            migrationBuilder.DropTable(name: "staff_member", schema: "newsroom");
        }
    }
}
