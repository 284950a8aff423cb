#include "gateway/api/config_change.h"

// What records say of a change, and the change that changes nothing.
namespace portcullis::api {

namespace {

// "team.ops.calls.day: 1000 calls / day, calendar, Europe/Berlin, warn at 80 %": a reader of the
// log sees what the limit was without the configuration of that time.
[[nodiscard]] std::string describeBudget(const Budget& budget)
{
    std::string text = (budget.id.empty() ? defaultBudgetId(budget) : budget.id).str();
    text += ": " + std::to_string(budget.limit) + " " + unitName(budget.unit);
    text += std::string(" / ") + periodName(budget.period);
    if (budget.period != BudgetPeriod::CaseLife) {
        text += std::string(", ") + windowName(budget.window);
        text += budget.window == BudgetWindow::Calendar ? ", " + budget.timeZone : std::string();
    }
    if (budget.warnAtPercent > 0) {
        text += ", warn at " + std::to_string(budget.warnAtPercent) + " %";
    }
    text += budget.failedCallsCount ? "" : ", failed calls given back";
    return text;
}

[[nodiscard]] std::string describePrice(const Price& price)
{
    return formatRule({price.server, price.tool}) + ": " + std::to_string(price.micros) +
           " micros a call";
}

// "vk_…: old secret until 2026-11-24T21:00:00.000Z": a reader of the log sees how long two secrets
// were good.
[[nodiscard]] std::string describeRotation(const RotateKey& rotation)
{
    const bool overlaps = rotation.until && *rotation.until > rotation.asOf;
    return rotation.id.str() + ": old secret " +
           (overlaps ? "until " + formatTime(*rotation.until) : "ended");
}

struct Namer
{
    const char* operator()(const AddServer&) const { return "server.add"; }

    const char* operator()(const UpdateServer&) const { return "server.update"; }

    const char* operator()(const RemoveServer&) const { return "server.remove"; }

    const char* operator()(const AddKey&) const { return "key.add"; }

    const char* operator()(const UpdateKey&) const { return "key.update"; }

    const char* operator()(const RotateKey&) const { return "key.rotate"; }

    const char* operator()(const EndOldSecret&) const { return "key.retire"; }

    const char* operator()(const SetAllowList&) const { return "key.allow"; }

    const char* operator()(const RemoveKey&) const { return "key.remove"; }

    const char* operator()(const AddCustomer&) const { return "customer.add"; }

    const char* operator()(const UpdateCustomer&) const { return "customer.update"; }

    const char* operator()(const RemoveCustomer&) const { return "customer.remove"; }

    const char* operator()(const AddTeam&) const { return "team.add"; }

    const char* operator()(const UpdateTeam&) const { return "team.update"; }

    const char* operator()(const RemoveTeam&) const { return "team.remove"; }

    const char* operator()(const AddCase&) const { return "case.add"; }

    const char* operator()(const UpdateCase&) const { return "case.update"; }

    const char* operator()(const RemoveCase&) const { return "case.remove"; }

    const char* operator()(const SetBudget&) const { return "budget.set"; }

    const char* operator()(const RemoveBudget&) const { return "budget.remove"; }

    const char* operator()(const SetPrice&) const { return "price.set"; }

    const char* operator()(const RemovePrice&) const { return "price.remove"; }

    const char* operator()(const UpdateSettings&) const { return "settings.update"; }

    const char* operator()(const SetRoles&) const { return "roles.set"; }

    const char* operator()(const ReplaceConfig&) const { return "config.replace"; }

    const char* operator()(const UndoRevision&) const { return "config.undo"; }

    const char* operator()(const RestoreRevision&) const { return "config.restore"; }
};

struct Subject
{
    std::string operator()(const AddServer& c) const { return c.server.id.str(); }

    std::string operator()(const UpdateServer& c) const { return c.server.id.str(); }

    std::string operator()(const RemoveServer& c) const { return c.id.str(); }

    std::string operator()(const AddKey& c) const { return c.key.id.str(); }

    std::string operator()(const UpdateKey& c) const { return c.id.str(); }

    std::string operator()(const RotateKey& c) const { return describeRotation(c); }

    std::string operator()(const EndOldSecret& c) const { return c.id.str(); }

    std::string operator()(const SetAllowList& c) const { return c.id.str(); }

    std::string operator()(const RemoveKey& c) const { return c.id.str(); }

    std::string operator()(const AddCustomer& c) const { return c.customer.id.str(); }

    std::string operator()(const UpdateCustomer& c) const { return c.customer.id.str(); }

    std::string operator()(const RemoveCustomer& c) const { return c.id.str(); }

    std::string operator()(const AddTeam& c) const { return c.team.id.str(); }

    std::string operator()(const UpdateTeam& c) const { return c.team.id.str(); }

    std::string operator()(const RemoveTeam& c) const { return c.id.str(); }

    std::string operator()(const AddCase& c) const { return c.added.id.str(); }

    std::string operator()(const UpdateCase& c) const { return c.updated.id.str(); }

    std::string operator()(const RemoveCase& c) const { return c.id.str(); }

    std::string operator()(const SetBudget& c) const { return describeBudget(c.budget); }

    std::string operator()(const RemoveBudget& c) const { return c.id.str(); }

    std::string operator()(const SetPrice& c) const { return describePrice(c.price); }

    std::string operator()(const RemovePrice& c) const { return formatRule({c.server, c.tool}); }

    std::string operator()(const UpdateSettings&) const { return {}; }

    std::string operator()(const SetRoles& c) const { return describeRoles(c.roles); }

    std::string operator()(const ReplaceConfig&) const { return {}; }

    std::string operator()(const UndoRevision& c) const { return std::to_string(c.revision); }

    std::string operator()(const RestoreRevision& c) const { return std::to_string(c.revision); }
};

} // namespace

const char* changeName(const ConfigChange& change)
{
    return std::visit(Namer{}, change);
}

std::string changeSubject(const ConfigChange& change)
{
    return std::visit(Subject{}, change);
}

} // namespace portcullis::api
