#include "gateway/base/json.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

// Compares the reader with nlohmann/json over generated texts, whole and damaged. The seed is
// fixed: a failure shows the text, and the next run meets it again.

namespace portcullis {
namespace {

class TextGenerator
{
public:
    explicit TextGenerator(std::uint32_t seed)
        : m_random(seed)
    {}

    std::size_t below(std::size_t bound) { return m_random() % bound; }

    std::string value(std::size_t depth)
    {
        switch (below(depth == 0 ? 5 : 8)) {
        case 0:
            return pick(kLiterals);
        case 1:
        case 2:
            return pick(kNumbers);
        case 3:
        case 4:
            return string();
        case 5:
            return array(depth - 1);
        default:
            return object(depth - 1);
        }
    }

    // Changes one or two bytes somewhere: removed, doubled, or replaced by one that matters to
    // JSON.
    std::string damaged(std::string text)
    {
        constexpr std::string_view kBytes = "\"\\{}[],:0-+.eEtfnu \n\t\x01\x80\xC3\xED\xFF";
        for (std::size_t i = 0; i <= below(2) && !text.empty(); ++i) {
            const std::size_t at = below(text.size());
            switch (below(3)) {
            case 0:
                text.erase(at, 1);
                break;
            case 1:
                text.insert(at, 1, text[at]);
                break;
            default:
                text[at] = kBytes[below(kBytes.size())];
            }
        }
        return text;
    }

private:
    static constexpr std::array<std::string_view, 3> kLiterals = {"null", "true", "false"};
    static constexpr std::array<std::string_view, 12> kNumbers = {"0",
                                                                  "-0",
                                                                  "1",
                                                                  "-17",
                                                                  "3.25",
                                                                  "1e3",
                                                                  "-2.5E-3",
                                                                  "9007199254740993",
                                                                  "1e400",
                                                                  "0.1",
                                                                  "123456789012345678901234567890",
                                                                  "4E+2"};
    static constexpr std::array<std::string_view, 14> kPieces = {"a",
                                                                 "name",
                                                                 " ",
                                                                 "\\n",
                                                                 "\\\"",
                                                                 "\\\\",
                                                                 "\\u0061",
                                                                 "\\u6f22",
                                                                 "\\ud83d\\ude00",
                                                                 "\xC3\xA9",
                                                                 "\xE6\xBC\xA2",
                                                                 "\xF0\x9F\x98\x80",
                                                                 "a longer run of plain text",
                                                                 "/"};
    static constexpr std::array<std::string_view, 6> kSpaces = {"", "", "", " ", "\n", "\t\r "};

    template <std::size_t size>
    std::string pick(const std::array<std::string_view, size>& from)
    {
        return std::string(from[below(size)]);
    }

    std::string space() { return pick(kSpaces); }

    std::string string()
    {
        std::string text = "\"";
        for (std::size_t i = below(5); i > 0; --i) {
            text += pick(kPieces);
        }
        return text + "\"";
    }

    std::string array(std::size_t depth)
    {
        std::string text = "[" + space();
        for (std::size_t i = 0, count = below(5); i < count; ++i) {
            text += (i == 0 ? "" : ",") + space() + value(depth) + space();
        }
        return text + "]";
    }

    std::string object(std::size_t depth)
    {
        std::string text = "{" + space();
        for (std::size_t i = 0, count = below(5); i < count; ++i) {
            text +=
                (i == 0 ? "" : ",") + space() + string() + space() + ":" + space() + value(depth);
        }
        return text + space() + "}";
    }

    std::mt19937 m_random;
};

// nlohmann's verdict and, of the documented differences, those this text shows.
class Verdict : public nlohmann::json_sax<nlohmann::json>
{
public:
    explicit Verdict(const std::string& text)
        : m_accepted(nlohmann::json::sax_parse(text, this))
    {}

    [[nodiscard]] bool accepted() const { return m_accepted; }

    // Refused for a number too large for a double or for a lone surrogate escape. Both are lexemes
    // like any other to a reader that converts nothing.
    [[nodiscard]] bool refusedForAValue() const { return m_numberOverflow || m_loneSurrogate; }

    bool null() override { return true; }

    bool boolean(bool /*value*/) override { return true; }

    bool number_integer(number_integer_t /*value*/) override { return true; }

    bool number_unsigned(number_unsigned_t /*value*/) override { return true; }

    bool number_float(number_float_t /*value*/, const string_t& /*lexeme*/) override
    {
        return true;
    }

    bool string(string_t& /*value*/) override { return true; }

    bool binary(binary_t& /*value*/) override { return true; }

    bool start_object(std::size_t /*size*/) override { return true; }

    bool key(string_t& /*name*/) override { return true; }

    bool end_object() override { return true; }

    bool start_array(std::size_t /*size*/) override { return true; }

    bool end_array() override { return true; }

    bool parse_error(std::size_t /*position*/,
                     const std::string& /*token*/,
                     const nlohmann::json::exception& error) override
    {
        constexpr int kOutOfRange = 406; // "number overflow"
        m_numberOverflow = error.id == kOutOfRange;
        m_loneSurrogate =
            std::string_view(error.what()).find("surrogate") != std::string_view::npos;
        return false;
    }

private:
    bool m_numberOverflow = false;
    bool m_loneSurrogate = false;
    bool m_accepted;
};

bool refusedForRepeatedName(const Error& error)
{
    return error.message.find("a name that the object does not have yet") != std::string::npos;
}

void expectSameContent(JsonValue ours, const nlohmann::json& theirs)
{
    ASSERT_EQ(ours.size(), theirs.is_structured() ? theirs.size() : 0U);
    switch (ours.kind()) {
    case JsonKind::String:
        ASSERT_EQ(ours.string(), theirs.get<std::string>());
        break;
    case JsonKind::Number:
        // What is too close to zero has no number here and is rounded there.
        ASSERT_EQ(ours.number().value_or(0), theirs.get<double>());
        break;
    case JsonKind::Array: {
        JsonValue element = ours.first();
        for (const nlohmann::json& expected : theirs) {
            expectSameContent(element, expected);
            element = element.next();
        }
        break;
    }
    case JsonKind::Object:
        for (const auto& [name, expected] : theirs.items()) {
            ASSERT_TRUE(ours[name]) << name;
            expectSameContent(ours[name], expected);
        }
        break;
    default:
        ASSERT_EQ(ours.raw(), theirs.dump());
    }
}

struct Tally
{
    int bothAccept = 0;
    int bothRefuse = 0;
    int repeatedName = 0;
    int unreadableValue = 0;
};

void compare(const std::string& text, Tally& tally)
{
    const auto ours = JsonDocument::parse(text);
    Verdict theirs(text);
    if (ours && theirs.accepted()) {
        ++tally.bothAccept;
        expectSameContent(ours->root(), nlohmann::json::parse(text));
    } else if (ours) {
        ++tally.unreadableValue;
        ASSERT_TRUE(theirs.refusedForAValue()) << text;
    } else if (theirs.accepted()) {
        ++tally.repeatedName;
        ASSERT_TRUE(refusedForRepeatedName(ours.error())) << text << "\n" << ours.error().message;
    } else {
        ++tally.bothRefuse;
    }
}

TEST(JsonDifferential, WholeTextsAreReadAsByNlohmann)
{
    TextGenerator generator(20261122);
    Tally tally;
    for (int i = 0; i < 20'000 && !::testing::Test::HasFailure(); ++i) {
        compare(generator.value(4), tally);
    }
    EXPECT_GT(tally.bothAccept, 5'000);
    EXPECT_GT(tally.repeatedName, 100);
    EXPECT_GT(tally.unreadableValue, 100);
}

TEST(JsonDifferential, DamagedTextsAreJudgedAsByNlohmann)
{
    TextGenerator generator(8259);
    Tally tally;
    for (int i = 0; i < 40'000 && !::testing::Test::HasFailure(); ++i) {
        compare(generator.damaged(generator.value(4)), tally);
    }
    EXPECT_GT(tally.bothAccept, 5'000);
    EXPECT_GT(tally.bothRefuse, 5'000);
}

} // namespace
} // namespace portcullis
