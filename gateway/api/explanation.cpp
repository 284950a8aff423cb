#include "gateway/api/explanation.h"

#include "gateway/api/names.h"

#include <algorithm>

namespace portcullis::api {

namespace {

constexpr Name<RuleLevel> kLevels[] = {
    {RuleLevel::Policy, "policy"},
    {RuleLevel::Server, "server"},
    {RuleLevel::Key, "key"},
    {RuleLevel::Case, "case"},
    {RuleLevel::Request, "request"},
};

constexpr Name<Holding> kHoldings[] = {
    {Holding::Held, "held"},
    {Holding::NotHeld, "not held"},
    {Holding::Unreadable, "unreadable"},
};

// Sums up one way of differing over all keys: "2 keys gain 5 tools".
class Sum
{
public:
    Sum(const char* one, const char* several, const char* thing)
        : m_one(one)
        , m_several(several)
        , m_thing(thing)
    {}

    void add(std::size_t count)
    {
        m_keys += count > 0 ? 1 : 0;
        m_count += count;
    }

    void appendTo(std::string& text) const
    {
        if (m_keys == 0) {
            return;
        }
        text += text.empty() ? "" : ", ";
        text += std::to_string(m_keys) + (m_keys == 1 ? " key " : " keys ");
        text += m_keys == 1 ? m_one : m_several;
        text += " " + std::to_string(m_count) + " " + m_thing + (m_count == 1 ? "" : "s");
    }

private:
    const char* m_one;
    const char* m_several;
    const char* m_thing;
    std::size_t m_keys = 0;
    std::size_t m_count = 0;
};

} // namespace

const char* ruleLevelName(RuleLevel level)
{
    return nameIn(kLevels, level);
}

const char* holdingName(Holding holding)
{
    return nameIn(kHoldings, holding);
}

bool EffectiveDifference::widens() const
{
    return std::ranges::any_of(keys, &KeyDifference::widens);
}

std::string describeDifference(const EffectiveDifference& difference)
{
    Sum gained("gains", "gain", "tool");
    Sum opened("gains everything of", "gain everything of", "server");
    Sum widened("may do more with", "may do more with", "tool");
    Sum lost("loses", "lose", "tool");
    Sum closed("no longer has everything of", "no longer have everything of", "server");
    Sum narrowed("may do less with", "may do less with", "tool");
    for (const KeyDifference& key : difference.keys) {
        gained.add(key.gained.size());
        opened.add(key.opened.size());
        widened.add(key.widened.size());
        lost.add(key.lost.size());
        closed.add(key.closed.size());
        narrowed.add(key.narrowed.size());
    }
    std::string text;
    for (const Sum* sum : {&gained, &opened, &widened, &lost, &closed, &narrowed}) {
        sum->appendTo(text);
    }
    return text.empty() ? text : text + ".";
}

} // namespace portcullis::api
