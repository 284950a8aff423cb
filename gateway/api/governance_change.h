#pragma once

#include "gateway/api/config.h"

#include <string>

// The changes of customers, teams, cases, budgets and prices; parts of ConfigChange.
namespace portcullis::api {

struct AddCustomer
{
    Customer customer;
    bool operator==(const AddCustomer&) const = default;
};

struct UpdateCustomer // same id; replaces all the rest
{
    Customer customer;
    bool operator==(const UpdateCustomer&) const = default;
};

struct RemoveCustomer // and its budgets; refused while it has teams
{
    CustomerId id;
    bool operator==(const RemoveCustomer&) const = default;
};

struct AddTeam
{
    Team team;
    bool operator==(const AddTeam&) const = default;
};

struct UpdateTeam // same id; replaces all the rest, also moves it to another customer
{
    Team team;
    bool operator==(const UpdateTeam&) const = default;
};

struct RemoveTeam // and its budgets; refused while it has keys
{
    TeamId id;
    bool operator==(const RemoveTeam&) const = default;
};

struct AddCase
{
    Case added;
    bool operator==(const AddCase&) const = default;
};

struct UpdateCase // same id; replaces all the rest, also closes and opens it again
{
    Case updated;
    bool operator==(const UpdateCase&) const = default;
};

struct RemoveCase // and its budgets; refused while keys are bound to it
{
    CaseId id;
    bool operator==(const RemoveCase&) const = default;
};

struct SetBudget // adds it, or replaces the one of this id
{
    Budget budget;
    bool operator==(const SetBudget&) const = default;
};

struct RemoveBudget
{
    BudgetId id;
    bool operator==(const RemoveBudget&) const = default;
};

struct SetPrice // adds it, or replaces the one of this server and tool
{
    Price price;
    bool operator==(const SetPrice&) const = default;
};

struct RemovePrice
{
    ServerId server;
    std::string tool;
    bool operator==(const RemovePrice&) const = default;
};

} // namespace portcullis::api
