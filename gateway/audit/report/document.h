#pragma once

#include "gateway/audit/report/drawing.h"
#include "gateway/base/clock.h"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// A report as a text with headings, tables and charts: what the web page and the printed page have
// in common. Every text is plain text in UTF-8, whatever characters it has. Values.
namespace portcullis::audit::report {

struct Subheading
{
    std::string text;
};

enum class Tone : std::uint8_t
{
    Plain,
    Note,   // what to know about the part before it
    Warning // what somebody should look at
};

struct Paragraph
{
    std::string text;
    Tone tone = Tone::Plain;
};

struct Bullets
{
    std::vector<std::string> items;
};

// Names and their values. Values that people compare letter by letter are set in one width.
struct Facts
{
    struct Fact
    {
        std::string name;
        std::string value;
        bool isLiteral = false;
    };

    std::vector<Fact> facts;
};

// Large numbers side by side.
struct Tiles
{
    struct Tile
    {
        std::string number;
        std::string what;
    };

    std::vector<Tile> tiles;
};

struct Grid
{
    struct Column
    {
        std::string title;
        bool isNumber = false;
        int share = 1; // of the width of a printed page
    };

    std::string caption;
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows; // each as long as `columns`
};

// Lines as they are, in one width.
struct Literal
{
    std::string text;
};

using Block = std::variant<Subheading, Paragraph, Bullets, Facts, Tiles, Grid, Literal, Drawing>;

struct Section
{
    std::string id; // letters and hyphens
    std::string title;
    std::vector<Block> blocks;
};

struct Document
{
    std::string title;
    std::string subtitle;
    WallTime created;
    Section cover; // its title is not shown
    std::vector<Section> sections;
};

} // namespace portcullis::audit::report
