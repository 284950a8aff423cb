#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

// Charts as shapes on a plane, so that the web page and the printed page draw the same. Values.
namespace portcullis::audit::report {

// What a shape means; each output has a colour for it.
enum class Ink : std::uint8_t
{
    Text,
    Muted,
    Grid,
    Allowed,
    Denied,
    Refused,
    Failed,
    Orphaned,
    Usual,  // p50
    Slow,   // p95
    Slowest // p99
};

enum class Anchor : std::uint8_t
{
    Start,
    Middle,
    End
};

struct Point
{
    double x = 0;
    double y = 0;
};

struct Box
{
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    Ink ink = Ink::Text;
    std::string tip; // what it stands for, in words; may be empty
};

struct Line
{
    std::vector<Point> points;
    Ink ink = Ink::Text;
    double width = 1;
};

// One line of text; `y` is its base line.
struct Label
{
    Point at;
    std::string text;
    Anchor anchor = Anchor::Start;
    Ink ink = Ink::Text;
    double size = 12;
};

// Square cells, row by row, black on white whatever the page's colours: for cameras.
struct Raster
{
    Point at;
    double cell = 1;
    std::size_t columns = 1;
    std::vector<bool> dark; // as many as fill whole rows
};

// Dark cells beside each other in a row.
struct DarkRun
{
    std::size_t row = 0;
    std::size_t column = 0;
    std::size_t length = 0;
};

[[nodiscard]] std::vector<DarkRun> runsOf(const Raster& raster);

using Shape = std::variant<Box, Line, Label, Raster>;

// y grows downwards. Both outputs scale it to the width that they have.
struct Drawing
{
    std::string title;
    std::string description; // says in words what is to be seen
    double width = 0;
    double height = 0;
    std::vector<Shape> shapes;
};

} // namespace portcullis::audit::report
