-- The names in $( ) are environment variables that deploy/databases.sh sets. May run any number of times.
-- No password policy: the passwords are random, and the policy would lock a service out after somebody else's wrong guesses.
if suser_id('$(LoginName)') is null
    create login [$(LoginName)] with password = '$(LoginPassword)', check_policy = off;
else
    alter login [$(LoginName)] with password = '$(LoginPassword)';
go
if db_id('$(DatabaseName)') is null
    create database [$(DatabaseName)];
go
use [$(DatabaseName)];
go
if user_id('$(LoginName)') is null
    create user [$(LoginName)] for login [$(LoginName)];
-- Each service brings its own schema up to date.
alter role db_owner add member [$(LoginName)];
go
