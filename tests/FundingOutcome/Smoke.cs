namespace Labelling.FundingOutcome.Tests;
