#include "gateway/api/config_change.h"

#include "gateway/api/config_rules.h"
#include "gateway/api/key_change.h"

#include <algorithm>
#include <utility>

namespace portcullis::api {

namespace {

[[nodiscard]] std::unexpected<Error> none(const std::string& kind, const std::string& id)
{
    return fail(ErrorCode::NotFound, "There is no " + kind + " \"" + id + "\".");
}

[[nodiscard]] std::unexpected<Error> stillUsed(const std::string& kind,
                                               const std::string& id,
                                               std::ptrdiff_t count,
                                               const std::string& by,
                                               const std::string& todo)
{
    const bool one = count == 1;
    return fail(ErrorCode::InvalidArgument,
                "The " + kind + " \"" + id + "\" still has " + std::to_string(count) + " " + by +
                    (one ? "" : "s") + ": " + todo + (one ? " it" : " them") + " first.");
}

[[nodiscard]] std::string subjectOf(const KeyConfig& key)
{
    return "Key \"" + (key.label.empty() ? key.id.str() : key.label) + "\":";
}

// The file keeps these as JSON objects, whose members have no order of their own: sorted at once, a
// configuration reads back equal to what was written.
void sortEntries(ServerConfig& server)
{
    std::ranges::sort(server.environment, {}, &NamedValue::name);
    std::ranges::sort(server.headers, {}, &NamedValue::name);
    std::ranges::sort(server.tools, {}, &ToolOverride::tool);
}

// One overload for each kind of change; each edits its own copy of the configuration.
class Applier
{
public:
    explicit Applier(GatewayConfig& config)
        : m_config(config)
    {}

    Result<> operator()(const AddServer& change)
    {
        if (findServer(m_config, change.server.id) != nullptr) {
            return fail(ErrorCode::AlreadyExists,
                        "There is already a server \"" + change.server.id.str() +
                            "\": choose another id.");
        }
        m_config.servers.push_back(change.server);
        return checked(m_config.servers.back());
    }

    Result<> operator()(const UpdateServer& change)
    {
        const auto found = std::ranges::find(m_config.servers, change.server.id, &ServerConfig::id);
        if (found == m_config.servers.end()) {
            return none("server", change.server.id.str());
        }
        *found = change.server;
        return checked(*found);
    }

    Result<> operator()(const RemoveServer& change)
    {
        if (std::erase_if(m_config.servers,
                          [&](const ServerConfig& s) { return s.id == change.id; }) == 0) {
            return none("server", change.id.str());
        }
        for (KeyConfig& key : m_config.keys) {
            std::erase_if(key.allow, [&](const AllowRule& r) { return r.server == change.id; });
        }
        for (Case& one : m_config.cases) {
            if (one.allow) { // an empty one allows nothing, an absent one everything
                std::erase_if(*one.allow,
                              [&](const AllowRule& r) { return r.server == change.id; });
            }
        }
        std::erase_if(m_config.prices, [&](const Price& p) { return p.server == change.id; });
        removeBudgetsOf(BudgetLevel::Server, change.id.str());
        return {};
    }

    Result<> operator()(const AddKey& change)
    {
        if (findKey(m_config, change.key.id) != nullptr) {
            return fail(ErrorCode::AlreadyExists,
                        "There is already a key \"" + change.key.id.str() + "\".");
        }
        m_config.keys.push_back(change.key);
        return checked(m_config.keys.back());
    }

    Result<> operator()(const UpdateKey& change)
    {
        KeyConfig* key = find(change.id);
        if (key == nullptr) {
            return none("key", change.id.str());
        }
        api::change(*key, change);
        return checked(*key);
    }

    Result<> operator()(const RotateKey& change) { return changeSecret(change); }

    Result<> operator()(const EndOldSecret& change) { return changeSecret(change); }

    Result<> operator()(const SetAllowList& change)
    {
        KeyConfig* key = find(change.id);
        if (key == nullptr) {
            return none("key", change.id.str());
        }
        key->allow = change.allow;
        return checked(*key);
    }

    Result<> operator()(const RemoveKey& change)
    {
        if (std::erase_if(m_config.keys, [&](const KeyConfig& k) { return k.id == change.id; }) ==
            0) {
            return none("key", change.id.str());
        }
        removeBudgetsOf(BudgetLevel::Key, change.id.str());
        return {};
    }

    Result<> operator()(const AddCustomer& change)
    {
        return add(m_config.customers, change.customer, "customer", checkCustomer);
    }

    Result<> operator()(const UpdateCustomer& change)
    {
        return update(m_config.customers, change.customer, "customer", checkCustomer);
    }

    Result<> operator()(const RemoveCustomer& change)
    {
        const auto used =
            std::ranges::count(m_config.teams, change.id, [](const Team& t) { return t.customer; });
        if (used > 0) {
            return stillUsed("customer", change.id.str(), used, "team", "move or remove");
        }
        removeBudgetsOf(BudgetLevel::Customer, change.id.str());
        return remove(m_config.customers, change.id, "customer");
    }

    Result<> operator()(const AddTeam& change)
    {
        return add(m_config.teams, change.team, "team", checkTeam);
    }

    Result<> operator()(const UpdateTeam& change)
    {
        return update(m_config.teams, change.team, "team", checkTeam);
    }

    Result<> operator()(const RemoveTeam& change)
    {
        const auto used =
            std::ranges::count(m_config.keys, change.id, [](const KeyConfig& k) { return k.team; });
        if (used > 0) {
            return stillUsed("team", change.id.str(), used, "key", "move or remove");
        }
        removeBudgetsOf(BudgetLevel::Team, change.id.str());
        return remove(m_config.teams, change.id, "team");
    }

    Result<> operator()(const AddCase& change)
    {
        return add(m_config.cases, change.added, "case", checkCase);
    }

    Result<> operator()(const UpdateCase& change)
    {
        return update(m_config.cases, change.updated, "case", checkCase);
    }

    Result<> operator()(const RemoveCase& change)
    {
        const auto used = std::ranges::count(
            m_config.keys, change.id, [](const KeyConfig& k) { return k.caseId; });
        if (used > 0) {
            return stillUsed("case", change.id.str(), used, "key", "release or remove");
        }
        removeBudgetsOf(BudgetLevel::Case, change.id.str());
        return remove(m_config.cases, change.id, "case");
    }

    Result<> operator()(const SetBudget& change)
    {
        Budget budget = change.budget;
        if (budget.id.empty()) {
            budget.id = defaultBudgetId(budget);
        }
        if (findBudget(m_config, budget.id) == nullptr) {
            return add(m_config.budgets, budget, "budget", checkBudget);
        }
        return update(m_config.budgets, budget, "budget", checkBudget);
    }

    Result<> operator()(const RemoveBudget& change)
    {
        return remove(m_config.budgets, change.id, "budget");
    }

    Result<> operator()(const SetPrice& change)
    {
        const auto found = findPrice(change.price.server, change.price.tool);
        if (found == m_config.prices.end()) {
            m_config.prices.push_back(change.price);
        } else {
            *found = change.price;
        }
        if (const auto problem = checkPrice(m_config, change.price)) {
            return fail(describe("Price:", *problem));
        }
        return {};
    }

    Result<> operator()(const RemovePrice& change)
    {
        const auto found = findPrice(change.server, change.tool);
        if (found == m_config.prices.end()) {
            return fail(ErrorCode::NotFound,
                        "There is no price of " + formatRule({change.server, change.tool}) + ".");
        }
        m_config.prices.erase(found);
        return {};
    }

    Result<> operator()(const UpdateSettings& change)
    {
        m_config.settings = change.settings;
        if (const auto problem = checkSettings(m_config.settings)) {
            return fail(describe("Settings:", *problem));
        }
        return {};
    }

    Result<> operator()(const SetRoles& change)
    {
        m_config.roles = change.roles;
        if (const auto problem = change.roles ? checkRoles(*change.roles) : std::nullopt) {
            return fail(describe("Roles:", *problem));
        }
        return {};
    }

    Result<> operator()(const ReplaceConfig& change)
    {
        const std::uint64_t revision = m_config.revision;
        m_config = change.config;
        m_config.revision = revision;
        std::ranges::for_each(m_config.servers, sortEntries);
        return {};
    }

    Result<> operator()(const UndoRevision&) { return needsHistory(); }

    Result<> operator()(const RestoreRevision&) { return needsHistory(); }

private:
    [[nodiscard]] static std::unexpected<Error> needsHistory()
    {
        return fail(ErrorCode::Unsupported, "What the configuration was is not known here.");
    }

    [[nodiscard]] KeyConfig* find(const KeyId& id)
    {
        const auto found = std::ranges::find(m_config.keys, id, &KeyConfig::id);
        return found == m_config.keys.end() ? nullptr : &*found;
    }

    template <typename Change>
    [[nodiscard]] Result<> changeSecret(const Change& change)
    {
        KeyConfig* key = find(change.id);
        if (key == nullptr) {
            return none("key", change.id.str());
        }
        auto changed = api::change(*key, change);
        return changed ? checked(*key) : changed;
    }

    // The whole is checked in the end; these speak of the part a person has just edited.
    [[nodiscard]] static Result<> checked(ServerConfig& server)
    {
        sortEntries(server);
        return validate(std::as_const(server));
    }

    [[nodiscard]] Result<> checked(const KeyConfig& key) const
    {
        if (const auto problem = checkKey(key)) {
            return fail(describe(subjectOf(key), *problem));
        }
        if (const auto problem = checkKeyPlace(m_config, key)) {
            return fail(describe(subjectOf(key), *problem));
        }
        return {};
    }

    template <typename T>
    using Check = MaybeProblem (*)(const GatewayConfig&, const T&);

    template <typename T>
    [[nodiscard]] Result<> checked(const T& one, const std::string& kind, Check<T> check) const
    {
        if (const auto problem = check(m_config, one)) {
            std::string subject = kind + " \"" + one.id.str() + "\":";
            subject.front() = static_cast<char>(subject.front() - 'a' + 'A');
            return fail(describe(subject, *problem));
        }
        return {};
    }

    template <typename T>
    [[nodiscard]] Result<>
    add(std::vector<T>& all, const T& one, const std::string& kind, Check<T> check)
    {
        if (std::ranges::find(all, one.id, &T::id) != all.end()) {
            return fail(ErrorCode::AlreadyExists,
                        "There is already a " + kind + " \"" + one.id.str() +
                            "\": choose another id.");
        }
        all.push_back(one);
        return checked(one, kind, check);
    }

    template <typename T>
    [[nodiscard]] Result<>
    update(std::vector<T>& all, const T& one, const std::string& kind, Check<T> check)
    {
        const auto found = std::ranges::find(all, one.id, &T::id);
        if (found == all.end()) {
            return none(kind, one.id.str());
        }
        *found = one;
        return checked(one, kind, check);
    }

    template <typename T, typename Identity>
    [[nodiscard]] static Result<>
    remove(std::vector<T>& all, const Identity& id, const std::string& kind)
    {
        if (std::erase_if(all, [&](const T& one) { return one.id == id; }) == 0) {
            return none(kind, id.str());
        }
        return {};
    }

    // A limit of nobody limits nothing, and would be found again by whoever gets the id next.
    void removeBudgetsOf(BudgetLevel level, const std::string& owner)
    {
        std::erase_if(m_config.budgets,
                      [&](const Budget& b) { return b.level == level && b.owner == owner; });
    }

    [[nodiscard]] std::vector<Price>::iterator findPrice(const ServerId& server,
                                                         const std::string& tool)
    {
        return std::ranges::find_if(
            m_config.prices, [&](const Price& p) { return p.server == server && p.tool == tool; });
    }

    GatewayConfig& m_config;
};

} // namespace

Result<GatewayConfig> applyChange(const GatewayConfig& config, const ConfigChange& change)
{
    GatewayConfig next = config;
    Applier applier(next);
    if (auto applied = std::visit(applier, change); !applied) {
        return fail(std::move(applied.error()));
    }
    if (auto valid = validate(next); !valid) {
        return fail(std::move(valid.error()));
    }
    next.revision = config.revision + 1;
    return next;
}

} // namespace portcullis::api
