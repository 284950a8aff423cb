#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace portcullis {

// A name that is one kind of identity and cannot be mistaken for another kind.
template <typename Tag>
class Id
{
public:
    Id() = default;

    explicit Id(std::string value)
        : m_value(std::move(value))
    {}

    [[nodiscard]] const std::string& str() const { return m_value; }

    [[nodiscard]] bool empty() const { return m_value.empty(); }

    auto operator<=>(const Id&) const = default;

private:
    std::string m_value;
};

// The administrator's short name of an upstream server, [a-z][a-z0-9-]{0,11} (requirement E-02).
using ServerId = Id<struct ServerIdTag>;
// A virtual key's public name: "vk_" + 16 hex digits. Not secret.
using KeyId = Id<struct KeyIdTag>;
// One call, UUID version 7.
using CallId = Id<struct CallIdTag>;
// The administrator's short names of those who own keys and of what they work on,
// [A-Za-z0-9][A-Za-z0-9._-]{0,39}.
using CustomerId = Id<struct CustomerIdTag>;
using TeamId = Id<struct TeamIdTag>;
using CaseId = Id<struct CaseIdTag>;
// One budget, [A-Za-z0-9][A-Za-z0-9._-]{0,159}: what has been used is kept under it.
using BudgetId = Id<struct BudgetIdTag>;
// One downstream session of the session era (requirement A-35).
using SessionId = Id<struct SessionIdTag>;

} // namespace portcullis

template <typename Tag>
struct std::hash<portcullis::Id<Tag>>
{
    std::size_t operator()(const portcullis::Id<Tag>& id) const noexcept
    {
        return std::hash<std::string>{}(id.str());
    }
};
